package io.corpuscle.jobs.source;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.lang3.StringUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * What the documents of a scan are called where lineage is recorded, by the rules of OpenLineage:
 * {@code file} and {@code /lake/statutes}, {@code hdfs://namenode:8020} and {@code /lake/statutes},
 * {@code s3://lake} and {@code statutes}. A scan has one such name: that of its input without what
 * may be any, or of the folder that all of its inputs are in.
 *
 * @param namespace the file system
 * @param name the path in it
 */
record LineageName(String namespace, String name) {
  private static final Set<String> S3 = Set.of("s3", "s3a", "s3n");
  private static final Set<String> OBJECT_STORES =
      Set.of("s3", "gs", "abfs", "abfss", "wasb", "wasbs");
  private static final String WILDCARDS = "*?[{";

  /** The name of all inputs; empty if they are on several file systems, or on one out of reach. */
  static Optional<LineageName> of(List<String> inputs, Configuration hadoop) {
    List<Path> folders = new ArrayList<>();
    try {
      for (String input : inputs) {
        Path path = withoutWildcards(new Path(input));
        folders.add(path.getFileSystem(hadoop).makeQualified(path));
      }
    } catch (IOException e) {
      return Optional.empty(); // Reading will say so.
    }
    Optional<Path> common = Optional.of(folders.get(0));
    for (Path folder : folders) {
      common = common.flatMap(path -> common(path, folder));
    }
    return common.map(LineageName::named);
  }

  private static Path withoutWildcards(Path path) {
    Path parent = path.getParent();
    if (parent == null) {
      return path;
    }
    Path folder = withoutWildcards(parent);
    boolean wildcard = StringUtils.containsAny(path.getName(), WILDCARDS);
    return wildcard || !folder.equals(parent) ? folder : path;
  }

  /** The folder that both are in, or are. */
  private static Optional<Path> common(Path a, Path b) {
    if (a.equals(b)) {
      return Optional.of(a);
    }
    boolean aIsDeeper = a.depth() > b.depth();
    Path parent = (aIsDeeper ? a : b).getParent();
    if (parent == null) {
      return Optional.empty(); // Roots of two file systems.
    }
    return aIsDeeper ? common(parent, b) : common(a, parent);
  }

  private static LineageName named(Path path) {
    URI uri = path.toUri();
    if (uri.getAuthority() == null) {
      return new LineageName(uri.getScheme(), uri.getPath());
    }
    String scheme = S3.contains(uri.getScheme()) ? "s3" : uri.getScheme();
    String name =
        OBJECT_STORES.contains(scheme) && !path.isRoot()
            ? uri.getPath().substring(1)
            : uri.getPath();
    return new LineageName(scheme + "://" + uri.getAuthority(), name);
  }

  /** For OpenLineage's listener, which looks into the properties of a table. */
  Map<String, String> properties() {
    return Map.of("openlineage.dataset.namespace", namespace, "openlineage.dataset.name", name);
  }
}

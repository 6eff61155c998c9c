package io.corpuscle.jobs.corpus;

import io.corpuscle.engine.text.DocumentException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The documents of an input.
 *
 * @param documents in the order of the inputs, in each by the files' relative paths, in each as
 *     they stand in the file
 * @param skipped the files, and members of archives, whose names tell no format, and members that
 *     are no files
 */
public record Corpus(List<DocumentRef> documents, List<String> skipped) {
  private static final Logger LOG = LoggerFactory.getLogger(Corpus.class);

  public Corpus {
    documents = List.copyOf(documents);
    skipped = List.copyOf(skipped);
  }

  /**
   * Finds every document, reading each file of records and each archive once and no other. What
   * cannot be read becomes a {@link DocumentRef.Failed}; it never hides another document.
   *
   * @param inputs files, folders (with all below them, names beginning with {@code _} or {@code .}
   *     left out) and patterns ({@code *}, {@code ?}, {@code [..]}, {@code {a,b}}) on any Hadoop
   *     file system
   * @throws CorpusException if an input is not there or cannot be listed, or if there are files and
   *     the names of all of them tell no format
   */
  public static Corpus scan(Configuration hadoop, List<String> inputs, CorpusOptions options) {
    CorpusListing listing = new CorpusListing(hadoop, options);
    inputs.forEach(listing::add);
    warnOfSkipped(listing);

    FoundDocuments found = new FoundDocuments(options.limits());
    for (CorpusListing.Entry entry : listing.entries()) {
      FoundDocuments.InFile inFile = found.in(entry.file(), entry.path());
      try (FileOnce file =
          new FileOnce(() -> DecodedFile.open(entry.file(), hadoop, options.limits()))) {
        entry.file().format().records().scan(entry.file(), file, options, inFile);
      } catch (DocumentException e) {
        inFile.failedFile(e);
      }
    }
    warnOfSkippedMembers(found.skipped());
    return new Corpus(
        found.documents(),
        Stream.concat(listing.skipped().stream(), found.skipped().stream()).toList());
  }

  private static void warnOfSkippedMembers(List<String> members) {
    if (!members.isEmpty()) {
      LOG.warn(
          "Skipped {} members of archives: links, devices, and files whose names tell no format"
              + " (the first is {}).",
          members.size(),
          members.get(0));
    }
  }

  private static void warnOfSkipped(CorpusListing listing) {
    List<String> skipped = listing.skipped();
    if (skipped.isEmpty()) {
      return;
    }
    String what =
        String.format(
            Locale.ROOT,
            "%,d files whose names tell no format (the first is %s)",
            skipped.size(),
            skipped.get(0));
    String wayOut =
        "To read them, set format to one of "
            + Format.ofFiles().stream().map(Format::toString).collect(Collectors.joining(", "))
            + ".";
    if (listing.entries().isEmpty()) {
      throw new CorpusException("The input holds only " + what + ". " + wayOut);
    }
    LOG.warn("Skipped {}. {}", what, wayOut);
  }
}

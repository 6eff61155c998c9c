package io.corpuscle.jobs.submit;

import io.corpuscle.jobs.AnalyzeConfig;
import io.corpuscle.jobs.AnalyzeJob;
import io.corpuscle.jobs.faults.Lake;
import io.corpuscle.jobs.run.Runs;
import io.corpuscle.jobs.source.LocalSpark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * An analysis of a lake's short documents, submitted or here.
 *
 * @param model a folder, or the name of a bundled one
 * @param output of runs that are submitted
 */
record SubmittedRun(Lake lake, String model, Path output) {

  /** What follows the jar in a submission. */
  List<String> arguments() {
    List<String> arguments = new ArrayList<>(List.of("analyze", lake.config().toString()));
    overrides(output).forEach(override -> arguments.addAll(List.of("--set", override)));
    return arguments;
  }

  private List<String> overrides(Path to) {
    return List.of("input=" + lake.corpus().resolve("short"), "output=" + to, "model=" + model);
  }

  /** The content hash of the run that was submitted. */
  String hash() {
    return Runs.at(new Configuration(), output.toString()).manifest().contentHash();
  }

  /** That of one in this JVM. */
  String hashHere() {
    List<String> here = overrides(output.resolveSibling(output.getFileName() + "-here"));
    return AnalyzeJob.run(LocalSpark.session(), AnalyzeConfig.read(lake.config(), here))
        .manifest()
        .contentHash();
  }
}

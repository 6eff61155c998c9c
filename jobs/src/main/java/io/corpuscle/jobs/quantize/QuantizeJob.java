package io.corpuscle.jobs.quantize;

import io.corpuscle.engine.checkpoint.Checkpoint;
import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.quantization.Quantization;
import io.corpuscle.engine.quantization.QuantizationOptions;
import io.corpuscle.engine.quantization.QuantizationReport;
import io.corpuscle.engine.quantization.Sample;
import io.corpuscle.engine.text.TokenizerFiles;
import io.corpuscle.jobs.corpus.Corpus;
import io.corpuscle.jobs.corpus.CorpusOptions;
import io.corpuscle.jobs.corpus.DocumentRef;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/**
 * {@code corpuscle quantize}: samples a corpus on Spark, then quantises a model with the sample.
 */
public final class QuantizeJob {
  /** More than a token of text has on average; what is too much is not taken. */
  private static final int BYTES_PER_TOKEN = 8;

  private QuantizeJob() {}

  /**
   * What to do.
   *
   * @param model the folder of a floating-point checkpoint
   * @param target the folder to write, not there yet
   * @param corpus files, folders and patterns to take documents from
   * @param sample how much of them
   * @param options how to quantise
   */
  public record Request(
      Path model,
      Path target,
      List<String> corpus,
      SampleSize sample,
      QuantizationOptions options) {

    public Request {
      corpus = List.copyOf(corpus);
    }
  }

  /**
   * Quantises.
   *
   * @throws io.corpuscle.engine.quantization.QuantizationException if the checkpoint cannot be
   *     quantised as asked, or the corpus is too small
   */
  public static QuantizationReport run(
      SparkSession spark, Request request, Kernels kernels, Quantization.Progress progress)
      throws IOException {
    Checkpoint source = Checkpoint.open(request.model());
    Sample sample = sample(spark, request);
    return new Quantization(kernels, request.options(), progress)
        .run(source, sample, request.target());
  }

  private static Sample sample(SparkSession spark, Request request) {
    Configuration hadoop = spark.sessionState().newHadoopConf();
    List<DocumentRef.Located> readable =
        Corpus.scan(hadoop, request.corpus(), CorpusOptions.DEFAULT).documents().stream()
            .filter(DocumentRef.Located.class::isInstance)
            .map(DocumentRef.Located.class::cast)
            .toList();
    List<DocumentRef.Located> taken = request.sample().spread(readable);
    int tokensOfEach = request.sample().tokensOfEach(taken.size());
    Passages passages = new Passages(TokenizerFiles.open(request.model()), tokensOfEach);
    if (!taken.isEmpty()) {
      JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
      context
          .parallelize(taken, Math.min(taken.size(), context.defaultParallelism()))
          .mapPartitions(
              new BeginningsOfDocuments(
                  new SerializableConfiguration(hadoop), BYTES_PER_TOKEN * tokensOfEach))
          .collect()
          .forEach(passages::add);
    }
    return Sample.of(passages.all());
  }
}

package io.corpuscle.bench.table;

import io.corpuscle.bench.ModelCost;
import io.corpuscle.bench.ModelProducts;
import io.corpuscle.bench.Product;
import io.corpuscle.bench.Product.Part;
import io.corpuscle.bench.RandomModel;
import io.corpuscle.bench.Rate;
import io.corpuscle.bench.Rate.Span;
import io.corpuscle.engine.checkpoint.Checkpoint;
import io.corpuscle.engine.checkpoint.huggingface.GlaSwaConfig;
import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.kernel.PackedMatrix;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.reading.ReadingOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Matrix products at the shapes in use, all cores busy, as a share of the best product. A model's
 * products are multiplied one after the other as a chunk meets them, so that each counts by its
 * operations.
 */
final class Products {
  private static final double TARGET = 0.90;
  private static final int ROWS = ReadingOptions.DEFAULT_CHUNK_TOKENS;

  private final Arguments arguments;
  private final Models models;
  private final Kernels kernels;
  private final Precision precision;
  private final int threads;

  Products(Arguments arguments, Models models) {
    this.arguments = arguments;
    this.models = models;
    this.kernels = arguments.kernels();
    this.precision = arguments.precision();
    this.threads = arguments.threads();
  }

  void run() throws IOException {
    Duration each = arguments.seconds(1);
    double ceiling = arguments.ceilings(each.dividedBy(2)).of(precision).allThreads();
    Report.line("best product, %d threads: %,.0f GOPS", threads, ceiling / 1e9);
    for (String model : arguments.models(Models.ALL)) {
      ModelProducts products = products(model);
      for (Map.Entry<String, List<PackedMatrix>> role : products.byRole().entrySet()) {
        double share = rate(Part.NATIVE, role.getValue(), each) / ceiling;
        double stored = rate(Part.WHOLE, role.getValue(), each) / ceiling;
        Report.line(
            "  %-5s %-28s %.3f, with its results stored %.3f", model, role.getKey(), share, stored);
      }
      Duration longer = each.multipliedBy(3);
      double share = rate(Part.NATIVE, products.inOrder(), longer) / ceiling;
      double stored = rate(Part.WHOLE, products.inOrder(), longer) / ceiling;
      Report.line("  %-5s %-28s %.3f, with its results stored %.3f", model, "all", share, stored);
      Report.atLeast("products of " + model + ", share of the best product", share, TARGET);
    }
  }

  private ModelProducts products(String model) throws IOException {
    if (model.equals(Models.HALF_BILLION)) {
      return new ModelProducts(
          kernels, precision, RandomModel.HALF_BILLION, RandomModel.DECAY_RANK);
    }
    Checkpoint checkpoint = Checkpoint.open(models.folder(model));
    GlaSwaConfig config = checkpoint.config(GlaSwaConfig.class);
    return new ModelProducts(kernels, precision, config, ModelCost.decayRank(checkpoint, config));
  }

  private double rate(Part part, List<PackedMatrix> weights, Duration measured) {
    Span span = new Span(measured, 0, measured);
    return Rate.of(() -> new Product(kernels, part, ROWS, weights), threads, span)
        .perProcessorSecond();
  }
}

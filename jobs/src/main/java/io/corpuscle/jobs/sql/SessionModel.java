package io.corpuscle.jobs.sql;

import io.corpuscle.engine.kernel.KernelSelection;
import io.corpuscle.engine.reading.ReadingOptions;
import io.corpuscle.jobs.models.EngineSettings;
import io.corpuscle.jobs.texts.TextColumn;
import io.corpuscle.jobs.texts.TextModel;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/** The settings of a session that functions go by. */
final class SessionModel {
  /** The model of calls that name none. */
  static final String MODEL = "spark.corpuscle.sql.model";

  /** As the option {@code kernels} of a scan. */
  static final String KERNELS = "spark.corpuscle.sql.kernels";

  /** As the option {@code precision} of a scan. */
  static final String PRECISION = "spark.corpuscle.sql.precision";

  private static final String NONE = "";

  private SessionModel() {}

  /**
   * A function with the model it asks.
   *
   * @param named the model that the call names
   * @throws FunctionException if neither the call nor the session names one
   * @throws io.corpuscle.jobs.models.ModelException if there is no such model
   */
  static BoundText bind(TextFunction function, Optional<String> named) {
    SparkSession session = SparkSession.active();
    RuntimeConfig settings = session.conf();
    String model = named.orElseGet(() -> settings.get(MODEL, NONE));
    if (model.equals(NONE)) {
      throw new FunctionException(
          String.format(
              Locale.ROOT,
              "%s does not say which model is to read. Name one as its second argument, a bundled one (text, dna) or a directory, or set %s.",
              function.sqlName(),
              MODEL));
    }
    EngineSettings engine =
        new EngineSettings(
            settings.get(KERNELS, KernelSelection.AUTO),
            settings.get(PRECISION, KernelSelection.AUTO),
            EngineSettings.ALL_EXPERTS);
    ReadingOptions options =
        ReadingOptions.measuring(TextColumn.measures(List.of(function.column())));
    SerializableConfiguration hadoop =
        new SerializableConfiguration(session.sparkContext().hadoopConfiguration());
    return new BoundText(function, TextModel.find(model, engine, options, hadoop.value()), hadoop);
  }
}

package io.corpuscle.jobs.sql;

import org.apache.spark.sql.SparkSessionExtensions;
import scala.Tuple3;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/**
 * {@code spark.sql.extensions=io.corpuscle.jobs.sql.CorpuscleExtensions}: gives the sessions of a
 * Spark the functions {@code corpuscle_bits_per_byte}, {@code corpuscle_embedding} and {@code
 * corpuscle_token_count}.
 */
public final class CorpuscleExtensions
    extends AbstractFunction1<SparkSessionExtensions, BoxedUnit> {

  @Override
  public BoxedUnit apply(SparkSessionExtensions extensions) {
    for (TextFunction function : TextFunction.values()) {
      FunctionBuilder builder = new FunctionBuilder(function);
      extensions.injectFunction(new Tuple3<>(builder.identifier(), builder.info(), builder));
    }
    return BoxedUnit.UNIT;
  }
}

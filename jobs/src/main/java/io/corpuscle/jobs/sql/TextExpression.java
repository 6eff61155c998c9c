package io.corpuscle.jobs.sql;

import org.apache.spark.sql.catalyst.expressions.ApplyFunctionExpression;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;

/**
 * A call of a function. Spark's own expression of such calls does all but say the function's name,
 * which columns that a query does not name are called by.
 */
public final class TextExpression extends ApplyFunctionExpression {
  private static final long serialVersionUID = 1L;

  /** Public, and of these two, for Spark copies expressions by reflection. */
  public TextExpression(ScalarFunction<?> function, Seq<Expression> children) {
    super(function, children);
  }

  @Override
  public String prettyName() {
    return function().name();
  }

  @Override
  public Expression withNewChildrenInternal(IndexedSeq<Expression> children) {
    return new TextExpression(function(), children);
  }
}

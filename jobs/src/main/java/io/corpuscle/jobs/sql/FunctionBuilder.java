package io.corpuscle.jobs.sql;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import org.apache.spark.unsafe.types.UTF8String;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction1;

/**
 * Makes the expression of a call, when Spark analyses it: then mistakes are found before any task.
 * Catalyst is not a public interface of Spark: it is used here and in {@link TextExpression}, and
 * nowhere else.
 */
final class FunctionBuilder extends AbstractFunction1<Seq<Expression>, Expression> {
  private final TextFunction function;

  FunctionBuilder(TextFunction function) {
    this.function = function;
  }

  FunctionIdentifier identifier() {
    return new FunctionIdentifier(function.sqlName());
  }

  /** What {@code DESCRIBE FUNCTION} says. */
  ExpressionInfo info() {
    String arguments =
        String.format(
            Locale.ROOT,
            """

                Arguments:
                  * text - the text to read, a string
                  * model - a bundled model (text, dna) or a directory, the same for all rows; if left out, %s names it
            """,
            SessionModel.MODEL);
    String examples =
        """

            Examples:
              > SELECT _FUNC_(text, 'text') FROM laws;
        """;
    return new ExpressionInfo(
        BoundText.class.getName(),
        null,
        function.sqlName(),
        "_FUNC_(text[, model]) - " + function.usage(),
        arguments,
        examples,
        "\n    " + TextFunction.NOTE + "\n  ",
        "misc_funcs",
        "",
        "",
        "java_udf");
  }

  /**
   * The expression of a call.
   *
   * @throws FunctionException if the arguments do not fit, or no model is named
   */
  @Override
  public Expression apply(Seq<Expression> arguments) {
    if (arguments.size() != 1 && arguments.size() != 2) {
      throw new FunctionException(
          String.format(
              Locale.ROOT,
              "%1$s takes a text and, if it likes, a model, and is given %2$d arguments. Write %1$s(text) or %1$s(text, 'text').",
              function.sqlName(),
              arguments.size()));
    }
    Optional<String> model =
        arguments.size() == 2 ? Optional.of(constant(arguments.apply(1))) : Optional.empty();
    Seq<Expression> text = CollectionConverters.asScala(List.of(arguments.apply(0))).toSeq();
    return new TextExpression(SessionModel.bind(function, model), text);
  }

  private String constant(Expression model) {
    if (!model.foldable()) {
      throw new FunctionException(
          String.format(
              Locale.ROOT,
              "The model of %s is %s, which is not the same for all rows. Name it in quotes, or set %s.",
              function.sqlName(),
              model.sql(),
              SessionModel.MODEL));
    }
    if (model.eval(InternalRow.empty()) instanceof UTF8String name) {
      return name.toString();
    }
    throw new FunctionException(
        String.format(
            Locale.ROOT,
            "The model of %s is %s, which is of type %s and has to be a string. Name a bundled model (text, dna) or a directory.",
            function.sqlName(),
            model.sql(),
            model.dataType().simpleString()));
  }
}

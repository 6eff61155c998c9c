package io.corpuscle.jobs.connect;

import io.corpuscle.jobs.doors.TypedJava;
import org.apache.spark.sql.SparkSession;

/** The main class of a Spark Connect client: asks a server, prints its answers. */
final class Client {
  /** Before every answer, for a client's log is in the same stream. */
  static final String ANSWER = "answer ";

  private Client() {}

  /**
   * @param arguments the address of the server, a model, a folder of documents, and Java to be
   *     typed
   */
  public static void main(String... arguments) {
    // Not closed: to release a session, a server needs spark-pipelines, which is not in the
    // repositories we reach.
    SparkSession spark = SparkSession.builder().remote(arguments[0]).getOrCreate();
    Questions.ask(spark, arguments[1], arguments[2])
        .forEach(answer -> System.out.println(ANSWER + answer));
    try (TypedJava shell = new TypedJava()) {
      shell.type("import org.apache.spark.sql.SparkSession;");
      shell.type(arguments[3]);
    }
    System.exit(0);
  }
}

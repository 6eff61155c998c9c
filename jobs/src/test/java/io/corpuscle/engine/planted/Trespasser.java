package io.corpuscle.engine.planted;

import java.awt.Color;
import jdk.incubator.vector.FloatVector;
import org.apache.spark.sql.Row;

/** Imports what its package must not; the rules of {@code ArchitectureTest} have to see it. */
public final class Trespasser {
  private Trespasser() {}

  /** Speaks of Spark and of colours in the engine, and of vectors outside their provider. */
  public static int trespass(Row row, FloatVector vector, Color color) {
    return row.size() + vector.length() + color.getRGB();
  }
}

package io.corpuscle.jobs.cli;

import io.corpuscle.engine.reading.Content;
import io.corpuscle.jobs.corpus.DeclaredEncoding;
import io.corpuscle.jobs.table.SourceRows;
import io.corpuscle.jobs.table.TableSource;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** Finds the text that a row of {@code windows} speaks of, in the table it came from. */
record TextInTable(SparkSession spark, TableSource source, DeclaredEncoding encoding)
    implements Texts {

  /** Of documents of token ids there is none. */
  @Override
  public Optional<String> read(String docId, String uri, long byteStart, long byteEnd) {
    if (source.content() == Content.TOKEN_IDS) {
      return Optional.empty();
    }
    return SourceRows.of(source, spark)
        .content(docId, encoding)
        .filter(text -> byteEnd <= text.length)
        .map(text -> part(text, byteStart, byteEnd));
  }

  private static String part(byte[] text, long byteStart, long byteEnd) {
    int from = Math.toIntExact(byteStart);
    return new String(text, from, Math.toIntExact(byteEnd) - from, StandardCharsets.UTF_8);
  }
}

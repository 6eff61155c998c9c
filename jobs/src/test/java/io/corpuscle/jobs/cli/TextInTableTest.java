package io.corpuscle.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.engine.reading.Content;
import io.corpuscle.jobs.corpus.DeclaredEncoding;
import io.corpuscle.jobs.source.LocalSpark;
import io.corpuscle.jobs.table.TableOrigin;
import io.corpuscle.jobs.table.TableSource;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class TextInTableTest {
  private static final SparkSession SPARK = LocalSpark.session();

  @Test
  void theTextOfARowIsFoundInTheTableItCameFrom() {
    TextInTable texts =
        texts(
            "SELECT * FROM VALUES (1, 'The law'), (2, 'twice'), (2, 'twice') AS t(id, text)",
            Content.TEXT);

    assertThat(texts.read("1", "query", 4, 7)).contains("law");
    assertThat(texts.read("1", "query", 4, 8)).as("a shorter text than was read").isEmpty();
    assertThat(texts.read("2", "query", 0, 1)).isEmpty();
    assertThat(texts.read("3", "query", 0, 1)).isEmpty();
  }

  @Test
  void tokenIdsHaveNoText() {
    assertThat(texts("SELECT 1 id, array(1, 2) text", Content.TOKEN_IDS).read("1", "query", 0, 0))
        .isEmpty();
  }

  private static TextInTable texts(String query, Content content) {
    TableSource source =
        new TableSource(
            new TableOrigin.Query(query),
            Optional.empty(),
            "id",
            content,
            "text",
            List.of(),
            new TreeMap<>());
    return new TextInTable(SPARK, source, DeclaredEncoding.AUTO);
  }
}

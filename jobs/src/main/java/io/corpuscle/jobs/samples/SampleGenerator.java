package io.corpuscle.jobs.samples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Writes the sample corpus: {@code corpus/legal}, {@code corpus/medical}, {@code corpus/dna} and
 * {@code planted.json}, the list of what was hidden in them. The same bytes each time, on any
 * machine.
 */
public final class SampleGenerator {
  private static final long LEGAL_SEED = 1204;
  private static final long CONTRACT_SEED = 31;
  private static final long MEDICAL_SEED = 77;
  private static final long DNA_SEED = 4639;

  private static final int CONTRACTS = 24;
  private static final int CASES = 40;
  private static final int MISFILED_CASES = 2;

  private final ObjectMapper json = new ObjectMapper();

  /**
   * Writes all samples below {@code directory}, which is created if need be; files of the same name
   * are replaced.
   *
   * @throws IOException if a file cannot be written
   */
  public void write(Path directory) throws IOException {
    Path corpus = directory.resolve("corpus");
    for (String field : List.of("legal", "medical", "dna")) {
      Files.createDirectories(corpus.resolve(field));
    }
    List<Planted> planted = new ArrayList<>();
    planted.addAll(statutes(corpus));
    planted.addAll(
        records(
            corpus,
            "legal/contracts.jsonl",
            new ContractWriter(new Random(CONTRACT_SEED))
                .write("legal/contracts.jsonl", CONTRACTS)));
    planted.addAll(
        records(
            corpus,
            "medical/case-reports.jsonl",
            new CaseReportWriter(new Random(MEDICAL_SEED))
                .write("medical/case-reports.jsonl", CASES)));
    planted.addAll(genome(corpus));
    Files.writeString(directory.resolve("planted.json"), list(planted));
  }

  private static List<Planted> statutes(Path corpus) throws IOException {
    Random random = new Random(LEGAL_SEED);
    Manuscript harbours =
        new StatuteWriter("12", "Harbours, Moorings and Lights", "harbours.grammar", random)
            .write(
                "legal/statute-harbours.txt",
                new StatuteWriter.Misfiled(
                    "galley-book",
                    "pages of a ship's cook, in German, bound into the statute",
                    Grammar.text("galley-book.txt")));
    Manuscript commons =
        new StatuteWriter("27", "Commons, Wells and Orchards", "commons.grammar", random)
            .write(
                "legal/statute-commons.txt",
                new StatuteWriter.Misfiled(
                    "case-reports", "case reports of a hospital, bound into the statute", cases()));
    Files.writeString(corpus.resolve("legal/statute-harbours.txt"), harbours.text());
    Files.writeString(corpus.resolve("legal/statute-commons.txt"), commons.text());
    return concat(harbours.planted(), commons.planted());
  }

  /** Case reports that are nowhere else in the corpus. */
  private static String cases() {
    StringBuilder text = new StringBuilder();
    for (SampleRecord report :
        new CaseReportWriter(new Random(LEGAL_SEED)).write("misfiled", MISFILED_CASES)) {
      text.append(report.text()).append("\n");
    }
    return text.toString();
  }

  private List<Planted> records(Path corpus, String file, List<SampleRecord> records)
      throws IOException {
    StringBuilder lines = new StringBuilder();
    List<Planted> planted = new ArrayList<>();
    for (SampleRecord record : records) {
      lines.append(json.writeValueAsString(record)).append("\n");
      planted.addAll(record.planted());
    }
    Files.writeString(corpus.resolve(file), lines);
    return planted;
  }

  private static List<Planted> genome(Path corpus) throws IOException {
    GenomeWriter genome = new GenomeWriter(new Random(DNA_SEED));
    Manuscript chromosome = genome.chromosome("dna/synthetic.fa#chromosome");
    Files.writeString(
        corpus.resolve("dna/synthetic.fa"),
        Fasta.record(
            "chromosome synthesised from seed " + DNA_SEED + ", no organism",
            chromosome.text(),
            "\n"));

    // Line ends as some exporters write them: the sequence, and every offset in it, is the same.
    Manuscript first = genome.plasmid("dna/plasmids.fa#plasmid-1", 1_500);
    Manuscript second = genome.carrier("dna/plasmids.fa#plasmid-2", 3_500);
    Manuscript third = genome.plasmid("dna/plasmids.fa#plasmid-3", 2_500);
    Files.writeString(
        corpus.resolve("dna/plasmids.fa"),
        Fasta.record("plasmid-1 synthesised", first.text(), "\r\n")
            + Fasta.record("plasmid-2 synthesised", second.text(), "\r\n")
            + Fasta.record("plasmid-3 synthesised", third.text(), "\r\n"));
    return concat(chromosome.planted(), second.planted());
  }

  /** A JSON array, an element a line. */
  private String list(List<Planted> planted) throws JsonProcessingException {
    List<String> lines = new ArrayList<>();
    for (Planted one : planted) {
      lines.add(json.writeValueAsString(one));
    }
    return "[\n" + String.join(",\n", lines) + "\n]\n";
  }

  private static List<Planted> concat(List<Planted> some, List<Planted> more) {
    List<Planted> all = new ArrayList<>(some);
    all.addAll(more);
    return all;
  }
}

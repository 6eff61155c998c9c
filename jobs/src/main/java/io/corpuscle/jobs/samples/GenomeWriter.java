package io.corpuscle.jobs.samples;

import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * A bacterium that never lived: a chromosome rich in G and C, with genes on both strands, an
 * insertion element in several places, tandem repeats, an assembly gap, and in its middle an island
 * from another organism; and plasmids, one of which carries the same insertion element.
 */
final class GenomeWriter {
  private static final int CHROMOSOME = 320_000;
  private static final int ISLAND_AT = 160_000;
  private static final int ISLAND = 12_000;
  private static final int GAP = 20;
  private static final String RIBOSOME_SITE = "AGGAGG";
  private static final int MIN_CODONS = 90;
  private static final int MAX_CODONS = 620;
  private static final int MIN_SPACER = 24;
  private static final int MAX_SPACER = 170;

  private static final Dialect HOST =
      new Dialect(
          "AAAAAAAAAAAARRRRRRRRNNDDDDDDCQQQEEEEEEGGGGGGGGGHHIIIILLLLLLLLLLLKKMMFFFPPPPPSSSSTTTTTWYYVVVVVVVV",
          List.of(1, 8, 1, 8),
          List.of(2, 52, 1, 45),
          "TGA",
          List.of(
              List.of(16, 34, 8, 42), // after TT
              List.of(14, 26, 12, 48), // TC
              List.of(12, 44, 10, 34), // TA
              List.of(12, 40, 14, 34), // TG
              List.of(8, 30, 4, 58), // CT
              List.of(10, 24, 10, 56), // CC
              List.of(10, 38, 12, 40), // CA
              List.of(14, 34, 14, 38), // CG
              List.of(22, 40, 14, 24), // AT
              List.of(10, 38, 12, 40), // AC
              List.of(18, 30, 26, 26), // AA
              List.of(8, 46, 14, 32), // AG
              List.of(12, 46, 8, 34), // GT
              List.of(12, 32, 12, 44), // GC
              List.of(10, 48, 10, 32), // GA
              List.of(12, 48, 14, 26))); // GG

  private static final Dialect STRANGER =
      new Dialect(
          "AAAAAARRRRRNNNNNDDDDDCCQQQQQEEEEEEGGGGGGHHHIIIIIILLLLLLLKKKKKKMMFFFFFPPPPPSSSSSSSTTTTTTWWYYYYVVVVVV",
          List.of(1, 1, 1, 1),
          List.of(27, 23, 27, 23),
          "TAA",
          List.of(List.of(27, 23, 27, 23)));

  private final Random random;
  private final String insertion;
  private boolean forward = true;

  GenomeWriter(Random random) {
    this.random = random;
    String end = HOST.spacer(24, random);
    this.insertion = end + HOST.gene(402, random) + Dialect.reverseComplement(end);
  }

  /** The chromosome; its text is the bare sequence. */
  Manuscript chromosome(String docId) {
    Manuscript dna = new Manuscript(docId);
    genes(dna, HOST, 30_000);
    insertion(dna);
    genes(dna, HOST, 62_000);
    // Lower case, as a repeat masker leaves it.
    tandem(dna, HOST.spacer(36, random).toLowerCase(Locale.ROOT), 40);
    genes(dna, HOST, 92_000);
    insertionReversed(dna);
    genes(dna, HOST, 128_000);
    insertion(dna);
    genes(dna, HOST, ISLAND_AT);
    island(dna);
    genes(dna, HOST, 186_000);
    tandem(dna, HOST.spacer(171, random), 12);
    genes(dna, HOST, 214_000);
    insertion(dna);
    genes(dna, HOST, 230_000);
    dna.append("N".repeat(GAP));
    genes(dna, HOST, 252_000);
    duplicatedGene(dna);
    genes(dna, HOST, 284_000);
    insertionReversed(dna);
    genes(dna, HOST, CHROMOSOME);
    return dna;
  }

  /** A plasmid of about {@code length} bases without anything planted. */
  Manuscript plasmid(String docId, int length) {
    Manuscript dna = new Manuscript(docId);
    genes(dna, HOST, length);
    return dna;
  }

  /** A plasmid of about {@code length} bases with the chromosome's insertion element in it. */
  Manuscript carrier(String docId, int length) {
    Manuscript dna = new Manuscript(docId);
    genes(dna, HOST, length / 3);
    insertion(dna);
    genes(dna, HOST, length);
    return dna;
  }

  /** Genes with their surroundings, on either strand, until {@code dna} has {@code end} bases. */
  private void genes(Manuscript dna, Dialect dialect, int end) {
    while (dna.bytes() < end) {
      int codons = MIN_CODONS + random.nextInt(MAX_CODONS - MIN_CODONS);
      String unit = RIBOSOME_SITE + dialect.spacer(7, random) + dialect.gene(codons, random);
      // Neighbours mostly share a strand, as in an operon.
      forward = random.nextInt(4) == 0 ? !forward : forward;
      dna.append(dialect.spacer(MIN_SPACER + random.nextInt(MAX_SPACER - MIN_SPACER), random));
      dna.append(forward ? unit : Dialect.reverseComplement(unit));
    }
  }

  private void island(Manuscript dna) {
    Manuscript island = new Manuscript("island");
    genes(island, STRANGER, ISLAND);
    dna.plant(
        Planted.Kind.FOREIGN,
        "island",
        "an island of genes from another organism, with less G and C",
        island.text());
  }

  private void insertion(Manuscript dna) {
    dna.plant(Planted.Kind.GENE_COPY, "insertion", "an insertion element", insertion);
  }

  private void insertionReversed(Manuscript dna) {
    dna.plant(
        Planted.Kind.REVERSE_COPY,
        "insertion",
        "the insertion element on the other strand",
        Dialect.reverseComplement(insertion));
  }

  private void duplicatedGene(Manuscript dna) {
    String gene = HOST.gene(134, random);
    dna.plant(Planted.Kind.GENE_COPY, "duplicate", "a gene, and soon after it again", gene);
    dna.append(HOST.spacer(MIN_SPACER, random));
    dna.plant(Planted.Kind.GENE_COPY, "duplicate", "a gene, and soon after it again", gene);
  }

  private static void tandem(Manuscript dna, String unit, int times) {
    String what =
        String.format(
            Locale.ROOT, "%d copies in a row of a unit of %d bases", times, unit.length());
    dna.plant(Planted.Kind.TANDEM_REPEAT, "tandem-" + unit.length(), what, unit.repeat(times));
  }
}

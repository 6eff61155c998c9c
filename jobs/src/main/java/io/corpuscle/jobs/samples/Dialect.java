package io.corpuscle.jobs.samples;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * How an organism writes DNA: which amino acids it uses, how it spells them, and what lies between
 * its genes. All weights are integers; only their ratios count.
 */
final class Dialect {
  /** Order of the bases in the genetic code, and of every array of four weights here. */
  private static final String BASES = "TCAG";

  /** The standard genetic code: codons in the order TTT, TTC, TTA, TTG, TCT, …; * is a stop. */
  private static final String CODE =
      "FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG";

  private final String acids;
  private final List<Integer> first;
  private final List<Integer> third;
  private final String stop;
  private final List<List<Integer>> next;

  /**
   * @param acids one-letter codes, each as often as it is used
   * @param first {@code [4]}, the weight of a codon by its first base
   * @param third {@code [4]}, the weight of a codon by its third base
   * @param stop the codon that ends a gene
   * @param next {@code [16][4]}, weights of the base that follows two others between genes (rows
   *     TT, TC, TA, TG, CT, …), or {@code [1][4]} if it does not depend on them
   */
  Dialect(
      String acids,
      List<Integer> first,
      List<Integer> third,
      String stop,
      List<List<Integer>> next) {
    this.acids = acids;
    this.first = first;
    this.third = third;
    this.stop = stop;
    this.next = next;
  }

  /** A gene of {@code codons} amino acids, from its start codon to its stop. */
  String gene(int codons, Random random) {
    StringBuilder gene = new StringBuilder("ATG");
    for (int i = 1; i < codons; i++) {
      gene.append(codon(acids.charAt(random.nextInt(acids.length())), random));
    }
    return gene.append(stop).toString();
  }

  /** {@code length} bases that code for nothing. */
  String spacer(int length, Random random) {
    StringBuilder spacer = new StringBuilder();
    int pair = random.nextInt(16);
    for (int i = 0; i < length; i++) {
      int base = choose(next.get(pair % next.size()), random);
      spacer.append(BASES.charAt(base));
      pair = pair % 4 * 4 + base;
    }
    return spacer.toString();
  }

  private String codon(char acid, Random random) {
    List<Integer> synonyms = new ArrayList<>();
    List<Integer> weights = new ArrayList<>();
    for (int codon = CODE.indexOf(acid); codon >= 0; codon = CODE.indexOf(acid, codon + 1)) {
      synonyms.add(codon);
      weights.add(first.get(codon / 16) * third.get(codon % 4));
    }
    int codon = synonyms.get(choose(weights, random));
    return "" + BASES.charAt(codon / 16) + BASES.charAt(codon / 4 % 4) + BASES.charAt(codon % 4);
  }

  private static int choose(List<Integer> weights, Random random) {
    int left = random.nextInt(weights.stream().mapToInt(Integer::intValue).sum());
    int chosen = 0;
    while (left >= weights.get(chosen)) {
      left -= weights.get(chosen++);
    }
    return chosen;
  }

  /** The other strand of {@code sequence}, read in its own direction. */
  static String reverseComplement(String sequence) {
    StringBuilder other = new StringBuilder(sequence.length());
    for (int i = sequence.length() - 1; i >= 0; i--) {
      int base = "ACGT".indexOf(sequence.charAt(i));
      other.append(base < 0 ? sequence.charAt(i) : "TGCA".charAt(base));
    }
    return other.toString();
  }
}

package io.corpuscle.jobs.samples;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Commercial contracts between invented companies. */
final class ContractWriter {
  private static final List<String> ARTICLES =
      List.of(
          "definitions",
          "scope",
          "delivery",
          "price",
          "term",
          "confidentiality",
          "warranty",
          "liability",
          "force",
          "general");

  /** The contract whose article on the price is annexed to it, word for word. */
  private static final int WITH_ANNEX = 12;

  private final List<Grammar> kinds = Grammar.readAll("contract-kinds.grammar");
  private final Grammar grammar = Grammar.read("contract.grammar");
  private final Random random;

  ContractWriter(Random random) {
    this.random = random;
  }

  /** Writes {@code count} contracts, whose documents will be named {@code file#id}. */
  List<SampleRecord> write(String file, int count) {
    List<SampleRecord> contracts = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      contracts.add(contract(file, i, grammar.with(kinds.get((i - 1) % kinds.size()))));
    }
    return contracts;
  }

  private SampleRecord contract(String file, int ordinal, Grammar grammar) {
    String id = String.format(Locale.ROOT, "contract-%03d", ordinal);
    Prose prose = new Prose(grammar, random);
    String kind = prose.say("kind");
    prose.let("KIND", kind.toUpperCase(Locale.ROOT)).let("town", prose.say("town"));

    Manuscript contract = new Manuscript(file + "#" + id);
    contract.append(kind.toUpperCase(Locale.ROOT) + "\n\n");
    contract.append(prose.say("preamble") + "\n\n" + prose.say("recitals") + "\n\n");
    for (int article = 1; article <= ARTICLES.size(); article++) {
      String title = prose.say(ARTICLES.get(article - 1) + ".title");
      String text = article(prose, article);
      contract.append(String.format(Locale.ROOT, "%d. %s\n\n", article, title));
      if (ordinal == WITH_ANNEX && title.equals("PRICE AND PAYMENT")) {
        String what = "an article of a contract, and the same in its annex";
        contract.plant(Planted.Kind.REPEAT, id, what, text);
        contract.append(String.format(Locale.ROOT, "ANNEX TO ARTICLE %d\n\n", article));
        contract.plant(Planted.Kind.REPEAT, id, what, text);
      } else {
        contract.append(text);
      }
    }
    contract.append(prose.say("closing") + "\n");
    return new SampleRecord(id, kind, kind, contract.text(), contract.planted());
  }

  private static String article(Prose prose, int article) {
    StringBuilder text = new StringBuilder();
    int clause = 1;
    for (String sentence : prose.say(ARTICLES.get(article - 1), prose.number(2, 3))) {
      text.append(String.format(Locale.ROOT, "%d.%d %s\n\n", article, clause++, sentence));
    }
    return text.toString();
  }
}

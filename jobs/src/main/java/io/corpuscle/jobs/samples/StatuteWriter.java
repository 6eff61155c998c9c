package io.corpuscle.jobs.samples;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * A statute of an invented country: chapters of numbered sections, each with lettered subsections,
 * its history and sometimes a note.
 *
 * <p>All chapters follow one plan and differ in subject, order of argument and figures, as parallel
 * chapters of a code do. One section stands word for word in several chapters, and twice in a row
 * in the last.
 */
final class StatuteWriter {
  private static final String REPEATED = "notices";

  /** The sections of a chapter, in order; those marked with * are left out of some chapters. */
  private static final List<String> PLAN =
      List.of(
          "purpose",
          "definitions",
          "authority",
          "powers*",
          "licence",
          "application",
          "conditions*",
          "suspension",
          "fees",
          "inspection",
          "records*",
          "prohibited",
          "emergency*",
          "incidents*",
          "compensation*",
          "civil",
          "offences",
          "appeals",
          "rules",
          "report*",
          "transition");

  private static final int LEFT_OUT = 3;
  private static final int REPEATED_EVERY = 3;

  private final String number;
  private final String name;
  private final List<Grammar> subjects;
  private final Random random;

  StatuteWriter(String number, String name, String subjects, Random random) {
    this.number = number;
    this.name = name;
    this.subjects = Grammar.readAll(subjects);
    this.random = random;
  }

  /** A passage that has no business in a statute. */
  record Misfiled(String group, String what, String text) {}

  /** Writes the statute, with {@code misfiled} among the sections of its middle chapter. */
  Manuscript write(String docId, Misfiled misfiled) {
    Manuscript statute = new Manuscript(docId);
    statute.append(String.format(Locale.ROOT, "Title %s. %s\n\n", number, name));
    Grammar grammar = Grammar.read("statute.grammar");
    String repeated = new Prose(grammar, random).say(REPEATED + ".body");

    for (int chapter = 1; chapter <= subjects.size(); chapter++) {
      Prose prose = new Prose(grammar.with(subjects.get(chapter - 1)), random);
      List<String> kinds = plan(prose, chapter);
      statute.append(
          String.format(Locale.ROOT, "Chapter %d. %s\n\n", chapter, prose.say("chapter")));
      for (int i = 0; i < kinds.size(); i++) {
        heading(statute, prose, chapter, i + 1, kinds.get(i));
        if (kinds.get(i).equals(REPEATED)) {
          statute.plant(
              Planted.Kind.REPEAT,
              REPEATED,
              "the same section, word for word, in several chapters",
              repeated + "\n");
        } else {
          body(statute, prose, kinds.get(i));
        }
        history(statute, prose);
        if (chapter == (subjects.size() + 1) / 2 && i == kinds.size() / 2) {
          statute.plant(
              Planted.Kind.FOREIGN, misfiled.group(), misfiled.what(), misfiled.text() + "\n");
        }
      }
    }
    return statute;
  }

  /** The kinds of this chapter's sections, whose numbers {@code prose} learns as {@code §kind}. */
  private List<String> plan(Prose prose, int chapter) {
    List<String> optional = new ArrayList<>(PLAN.stream().filter(k -> k.endsWith("*")).toList());
    List<String> kinds = new ArrayList<>(PLAN);
    for (int i = 0; i < LEFT_OUT; i++) {
      kinds.remove(optional.remove(random.nextInt(optional.size())));
    }
    if (chapter % REPEATED_EVERY == 1) {
      kinds.add(REPEATED);
    }
    if (chapter == subjects.size()) {
      kinds.removeIf(REPEATED::equals);
      kinds.add(REPEATED);
      kinds.add(REPEATED);
    }
    kinds.replaceAll(kind -> kind.replace("*", ""));
    for (int i = 0; i < kinds.size(); i++) {
      prose.let("§" + kinds.get(i), sectionNumber(chapter, i + 1));
    }
    return kinds;
  }

  private String sectionNumber(int chapter, int section) {
    return String.format(Locale.ROOT, "%s-%d%02d", number, chapter, section);
  }

  private void heading(Manuscript statute, Prose prose, int chapter, int section, String kind) {
    statute.append(
        String.format(
            Locale.ROOT,
            "§ %s. %s.\n",
            sectionNumber(chapter, section),
            prose.say(kind + ".title")));
  }

  private void body(Manuscript statute, Prose prose, String kind) {
    List<String> subsections = prose.sayMost(kind + ".body");
    if (subsections.size() == 1) {
      statute.append(subsections.get(0) + "\n");
      return;
    }
    char letter = 'a';
    for (String subsection : subsections) {
      statute.append(String.format(Locale.ROOT, "(%c) %s\n", letter++, subsection));
    }
  }

  private void history(Manuscript statute, Prose prose) {
    statute.append(prose.say("history") + "\n");
    if (prose.number(1, 3) == 1) {
      statute.append(prose.say("note") + "\n");
    }
    statute.append("\n");
  }
}

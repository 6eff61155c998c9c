package io.corpuscle.jobs.samples;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Case reports of invented patients with common enough diseases. */
final class CaseReportWriter {
  /** The report whose presentation was pasted in twice. */
  private static final int WITH_REPEAT = 17;

  private final List<Grammar> conditions = Grammar.readAll("conditions.grammar");
  private final Grammar grammar = Grammar.read("case-report.grammar");
  private final Random random;

  CaseReportWriter(Random random) {
    this.random = random;
  }

  /** Writes {@code count} reports, whose documents will be named {@code file#id}. */
  List<SampleRecord> write(String file, int count) {
    List<SampleRecord> reports = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      reports.add(report(file, i, conditions.get((i - 1) % conditions.size())));
    }
    return reports;
  }

  private SampleRecord report(String file, int ordinal, Grammar condition) {
    String id = String.format(Locale.ROOT, "case-%03d", ordinal);
    Prose prose = patient(new Prose(grammar.with(condition), random));
    String title = prose.say("title");
    String presentation = presentation(prose);

    Manuscript report = new Manuscript(file + "#" + id);
    report.append(title + "\n\nAbstract\n" + prose.say("abstract") + "\n\nCase presentation\n");
    if (ordinal == WITH_REPEAT) {
      String what = "the presentation of a case, pasted in twice";
      report.plant(Planted.Kind.REPEAT, id, what, presentation);
      report.append("Case presentation\n");
      report.plant(Planted.Kind.REPEAT, id, what, presentation);
    } else {
      report.append(presentation);
    }
    report.append("Investigations\n" + investigations(prose));
    report.append("Differential diagnosis\n" + prose.say("differentials") + " ");
    report.append(prose.say("verdict") + "\n\n");
    report.append("Treatment\n" + prose.say("treatment") + " " + prose.say("course") + "\n\n");
    report.append("Outcome and follow-up\n" + prose.say("followup") + "\n\n");
    report.append("Discussion\n" + String.join("\n", prose.say("discussion", 2)) + "\n");
    report.append(prose.say("limits") + "\n" + prose.say("conclusion") + "\n\n");
    report.append("Consent\n" + prose.say("consent") + "\n");
    return new SampleRecord(id, prose.say("keyword"), title, report.text(), report.planted());
  }

  private static Prose patient(Prose prose) {
    boolean woman = prose.number(0, 1) == 1;
    prose.let("person", woman ? "woman" : "man").let("she", woman ? "she" : "he");
    prose.let("her", woman ? "her" : "his").let("her2", woman ? "her" : "him");
    prose.let("age", prose.say("ages"));
    return prose.let("complaint", prose.say("complaint"));
  }

  private static String presentation(Prose prose) {
    return String.format(
        Locale.ROOT,
        "%s %s %s\n%s %s\n%s %s %s\n\n",
        prose.say("opening"),
        prose.say("history"),
        prose.say("referral"),
        prose.say("background"),
        prose.say("social"),
        prose.say("vitals"),
        prose.say("examination"),
        String.join(" ", prose.say("normal", 2)));
  }

  private static String investigations(Prose prose) {
    return String.format(
        Locale.ROOT,
        "%s %s\n%s\n%s\n\n",
        prose.say("labline"),
        String.join(" ", prose.say("screen", 3)),
        prose.say("imaging"),
        prose.say("table"));
  }
}

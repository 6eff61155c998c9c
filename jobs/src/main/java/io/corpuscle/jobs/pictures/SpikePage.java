package io.corpuscle.jobs.pictures;

import static io.corpuscle.jobs.pictures.HtmlTable.escaped;

import io.corpuscle.engine.model.LinearLayer;
import io.corpuscle.engine.reading.LayerSlice;
import io.corpuscle.engine.reading.LayerSpikes;
import io.corpuscle.engine.reading.SpikeActivity;
import io.corpuscle.engine.spike.EnergyModel;
import io.corpuscle.engine.spike.FiringMap;
import io.corpuscle.engine.spike.SpikeTally;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A study as one page that needs nothing else: its pictures are in it, and nothing is fetched. The
 * pictures are files of their own too.
 */
final class SpikePage {
  static final String FILE = "index.html";
  private static final String MAPS = "firing-maps.png";
  private static final String COUNTS = "counts.png";
  private static final String LAYERS = "layers.png";

  private static final char CONTROL_PICTURES = '\u2400';

  private final SpikeStudy study;
  private final EnergyModel energy = EnergyModel.HOROWITZ_45NM;
  private final List<FiringMap> maps;
  private final Picture mapsPicture;
  private final Picture countsPicture;
  private final Picture layersPicture;

  SpikePage(SpikeStudy study) {
    this.study = study;
    this.maps = FiringMaps.of(study.slice().counts());
    this.mapsPicture = picture(MAPS, FiringMaps.draw(maps));
    this.countsPicture = picture(COUNTS, CountHistogram.draw(study.counts()));
    this.layersPicture =
        picture(
            LAYERS,
            LayerCharts.draw(LayerLine.of(study.layers()), LayerLine.depth(study.layers())));
  }

  private static Picture picture(String file, BufferedImage image) {
    return new Picture(file, image, PictureFolder.MARK);
  }

  /** The names of all files of a page. */
  static List<String> files() {
    return List.of(FILE, MAPS, COUNTS, LAYERS);
  }

  List<Picture> pictures() {
    return List.of(mapsPicture, countsPicture, layersPicture);
  }

  String html() {
    String title =
        "Spikes of " + study.subject().model() + " reading " + study.subject().document();
    return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        + "<meta name=\"generator\" content=\""
        + PictureFolder.MARK
        + "\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>"
        + escaped(title)
        + "</title>\n<style>\n"
        + resource("page.css")
        + "</style>\n</head>\n<body>\n<h1>"
        + escaped(title)
        + "</h1>\n"
        + subject()
        + firing()
        + counts()
        + layers()
        + energy()
        + "<h2>What the words mean</h2>\n"
        + resource("definitions.html")
        + "</body>\n</html>\n";
  }

  private String subject() {
    SpikeStudy.Subject subject = study.subject();
    return "<p>How often the inputs of a model's linear layers fire while it reads a document, "
        + "when they are read as spike counts instead of numbers.</p>\n"
        + HtmlTable.ofFacts()
            .row("model", subject.model())
            .row("document", subject.document())
            .row("read", text("%,d tokens, %,d bytes", study.tokens(), study.bytes()))
            .row("precision", subject.precision())
            .row("k of the thresholds", text("%s", study.slice().spikeK()))
            .row("kernels", subject.kernels() + ", " + subject.instructionSet())
            .html();
  }

  private String firing() {
    LayerSlice slice = study.slice();
    HtmlTable table = HtmlTable.ofNumbers("coding", "T", "spikes", "firing rate", "of");
    for (FiringMap map : maps) {
      table.row(
          map.coding().key(),
          text("%,d", map.steps()),
          text("%,d", map.spikes()),
          text("%.2f %%", 100 * map.firingRate()),
          map.coding().isSigned() ? "s" : "|s|");
    }
    String tokens =
        slice.tokens().stream()
            .map(token -> "<code>" + escaped(visible(token)) + "</code>")
            .collect(Collectors.joining(" ", "<p>The tokens: ", "</p>\n"));
    return "<h2>Firing maps</h2>\n<figure>\n"
        + mapsPicture.html("Five raster plots of the same spike counts, one for each coding.")
        + "\n<figcaption>"
        + text(
            "The first %,d of %,d inputs of %s over the first %,d tokens. Time runs to the right: "
                + "each token takes T steps, so the codings are stretched to the same width and a "
                + "step is wider where T is smaller. Binary and bitwise have no signs and are given "
                + "|s|; in two's complement the sign bit, the first step of a token, subtracts. The "
                + "largest |s| here is %,d.",
            slice.counts().neurons(),
            slice.inputs(),
            layerNames(slice),
            slice.counts().tokens(),
            slice.counts().largest())
        + (maps.stream().anyMatch(FiringMaps::widens)
            ? " Where steps are finer than the picture, spikes are drawn wider than they are."
            : "")
        + "</figcaption>\n</figure>\n"
        + tokens
        + table.html();
  }

  private static String layerNames(LayerSlice slice) {
    return slice.layers().stream()
        .map(LinearLayer::name)
        .map(name -> "<code>" + escaped(name) + "</code>")
        .collect(Collectors.joining(", "));
  }

  /** A token as one can see it: spaces and control characters as Unicode's pictures of them. */
  private static String visible(String token) {
    StringBuilder seen = new StringBuilder();
    for (int i = 0; i < token.length(); i++) {
      char c = token.charAt(i);
      seen.append(c <= ' ' ? (char) (CONTROL_PICTURES + c) : c);
    }
    return seen.toString();
  }

  private String counts() {
    SpikeTally tally = study.counts();
    return "<h2>Counts</h2>\n<figure>\n"
        + countsPicture.html("A histogram of spike counts in bins by powers of two.")
        + "\n<figcaption>"
        + text(
            "|s| of %,d channels: every input of every spiking layer at every token of the "
                + "document and the control token before them, in bins by powers of two.",
            tally.channels())
        + "</figcaption>\n</figure>\n"
        + HtmlTable.ofFacts()
            .row("within ±7", text("%.2f %%", 100 * tally.within7Fraction()))
            .row("silent", text("%.2f %%", 100 * tally.silentFraction()))
            .row("spikes per channel", text("%.3f", tally.spikesPerChannel()))
            .row(
                text("sparsity over T = %d steps", SpikeTally.STEPS),
                text("%.2f %%", 100 * tally.sparsity()))
            .row(
                text("firing rate over T = %d steps", tally.steps()),
                text("%.2f %%, T being what the largest |s| needs", 100 * tally.firingRate()))
            .html();
  }

  private String layers() {
    HtmlTable table =
        HtmlTable.ofNumbers(
            "linear layer",
            "spikes per channel",
            "silent, %",
            "within ±7, %",
            text("sparsity (T = %d), %%", SpikeTally.STEPS));
    for (LayerSpikes spikes : study.layers()) {
      SpikeTally tally = spikes.tally();
      table.row(
          spikes.layer().name(),
          text("%.3f", tally.spikesPerChannel()),
          text("%.2f", 100 * tally.silentFraction()),
          text("%.2f", 100 * tally.within7Fraction()),
          text("%.2f", 100 * tally.sparsity()));
    }
    return "<h2>Layer by layer</h2>\n<figure>\n"
        + layersPicture.html("Three line charts over the layers of the model.")
        + "\n<figcaption>One line for each input of a layer, named by the projections that take it. "
        + "Those of one kind of layer alone, such as the decay of linear attention, are named with "
        + "the others. What stands after the last layer is drawn beyond it.</figcaption>\n"
        + "</figure>\n<details>\n<summary>The numbers</summary>\n"
        + table.html()
        + "</details>\n";
  }

  private String energy() {
    SpikeActivity activity = study.activity();
    long operations = activity.synapticOperations();
    long macs = activity.denseMacs();
    double spiking = energy.spikingPicojoules(operations);
    double int8 = energy.int8Picojoules(macs);
    double fp16 = energy.fp16Picojoules(macs);
    return "<h2>Energy, estimated</h2>\n"
        + HtmlTable.ofNumbers(
                "arithmetic of the spiking layers",
                "operations",
                "pJ each",
                "mJ in all",
                "pJ a channel and output",
                "spikes take less by")
            .row(
                "spikes: INT8 additions",
                text("%,d", operations),
                text("%s", energy.int8AddPicojoules()),
                text("%.3f", spiking / 1e9),
                text("%.4f", spiking / macs),
                "")
            .row(
                "dense: INT8 multiply-accumulates",
                text("%,d", macs),
                text("%s", energy.int8MacPicojoules()),
                text("%.3f", int8 / 1e9),
                text("%.4f", int8 / macs),
                text("%.1f %%", 100 * energy.savedOfInt8(operations, macs)))
            .row(
                "dense: FP16 multiply-accumulates",
                text("%,d", macs),
                text("%s", energy.fp16MacPicojoules()),
                text("%.3f", fp16 / 1e9),
                text("%.4f", fp16 / macs),
                text("%.1f %%", 100 * energy.savedOfFp16(operations, macs)))
            .html()
        + "<p>An estimate of arithmetic alone, with the figures of "
        + escaped(energy.name())
        + ". <strong>Memory traffic and control are not in it.</strong> Nothing was measured on a "
        + "chip. The saving against FP16 flatters: INT8 without spikes makes most of it too.</p>\n";
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private static String resource(String name) {
    try (InputStream in = SpikePage.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(name + " of the jar cannot be read", e);
    }
  }
}

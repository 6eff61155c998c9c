package io.corpuscle.jobs.cli;

import io.corpuscle.engine.Engine;
import io.corpuscle.engine.EngineOptions;
import io.corpuscle.engine.kernel.KernelSelection;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.reading.Document;
import io.corpuscle.engine.reading.DocumentEnd;
import io.corpuscle.engine.reading.DocumentReader;
import io.corpuscle.engine.reading.JointReading;
import io.corpuscle.engine.reading.LayerSlice;
import io.corpuscle.engine.reading.Measure;
import io.corpuscle.engine.reading.ReadingOptions;
import io.corpuscle.engine.reading.SliceReader;
import io.corpuscle.engine.reading.WindowResult;
import io.corpuscle.jobs.ConfigException;
import io.corpuscle.jobs.corpus.Corpus;
import io.corpuscle.jobs.corpus.CorpusOptions;
import io.corpuscle.jobs.corpus.DocumentOpener;
import io.corpuscle.jobs.corpus.DocumentRef;
import io.corpuscle.jobs.corpus.InputLimits;
import io.corpuscle.jobs.pictures.PictureFolder;
import io.corpuscle.jobs.pictures.SpikeStudy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;

/** {@code corpuscle spikes}: draws how a model fires while it reads a document. */
final class Spikes {
  /** The head is fed only where surprise is measured, and it spikes too. */
  private static final Set<Measure> MEASURES = Set.of(Measure.SPIKES, Measure.SURPRISAL);

  private final Console console;
  private final Request request;

  /**
   * What to draw.
   *
   * @param model a folder or the name of a bundled model
   * @param text a file that holds a document, or several
   * @param document the id of the one meant; the first if empty
   * @param out the folder to write to
   * @param slice what the firing maps show
   * @param kernels the name of a provider
   */
  record Request(
      String model,
      String text,
      Optional<String> document,
      Path out,
      SliceReader.Request slice,
      String kernels) {
    /** Beyond these, spikes are finer than what is drawn. */
    private static final int MOST_TOKENS = 64;

    private static final int MOST_NEURONS = 256;

    Request {
      require("--tokens", slice.tokens(), MOST_TOKENS);
      require("--neurons", slice.neurons(), MOST_NEURONS);
    }

    private static void require(String option, int value, int most) {
      if (value < 1 || value > most) {
        throw new ConfigException(
            String.format(
                Locale.ROOT,
                "%s is %,d and must be 1 to %,d: more could not be told apart in a picture.",
                option,
                value,
                most));
      }
    }
  }

  Spikes(Console console, Request request) {
    this.console = console;
    this.request = request;
  }

  int run() throws IOException {
    PictureFolder folder = PictureFolder.at(request.out());
    Configuration hadoop = new Configuration();
    DocumentRef document = document(hadoop);
    Engine engine =
        Engine.open(
            ModelFolder.named(request.model()),
            EngineOptions.of(request.kernels(), Precision.SPIKING.key()));
    SpikeStudy study = study(engine, document, hadoop);
    List<Path> files = folder.write(study);

    console.print("model          %s", request.model());
    console.print("document       %s, %,d tokens", document.docId(), study.tokens());
    console.print("kernels        %s, in %s", engine.kernels(), engine.precision().key());
    console.print("written        %s", files.get(0));
    files.stream().skip(1).forEach(file -> console.print("               %s", file));
    return Corpuscle.OK;
  }

  private DocumentRef document(Configuration hadoop) {
    List<DocumentRef> documents =
        Corpus.scan(hadoop, List.of(request.text()), CorpusOptions.DEFAULT).documents();
    if (documents.isEmpty()) {
      throw new ConfigException(request.text() + " holds no document. Name another file.");
    }
    if (request.document().isEmpty()) {
      if (documents.size() > 1) {
        console.say(
            String.format(
                Locale.ROOT,
                "%s holds %,d documents. Reading the first; --document names another.",
                request.text(),
                documents.size()));
      }
      return documents.get(0);
    }
    String id = request.document().get();
    return documents.stream()
        .filter(document -> document.docId().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigException(
                    String.format(
                        Locale.ROOT,
                        "%s holds no document '%s'. It has %,d, the first is '%s'.",
                        request.text(),
                        id,
                        documents.size(),
                        documents.get(0).docId())));
  }

  private SpikeStudy study(Engine engine, DocumentRef document, Configuration hadoop)
      throws IOException {
    // Before the slice: it refuses a tokenizer that is not the model's.
    DocumentReader reader = engine.reader(ReadingOptions.measuring(MEASURES));
    try (DocumentOpener opener = new DocumentOpener(hadoop, InputLimits.STANDARD)) {
      LayerSlice slice;
      try (InputStream text = opener.open(document)) {
        slice = new SliceReader(engine.model(), engine.tokenizer()).read(text, request.slice());
      }
      Reading reading = new Reading(opener, document);
      try (JointReading joint = reader.together(List.of(reading).iterator())) {
        while (joint.advance()) {
          // Until its end has been told.
        }
      }
      return study(engine, document, slice, reading.end());
    }
  }

  private SpikeStudy study(Engine engine, DocumentRef document, LayerSlice slice, DocumentEnd end) {
    return new SpikeStudy(
        new SpikeStudy.Subject(
            request.model(),
            document.docId(),
            engine.kernels(),
            KernelSelection.onClassPath().choose(request.kernels()).instructionSet(),
            engine.precision().key()),
        end.totals().tokens(),
        end.totals().bytes(),
        slice,
        end.spikes());
  }

  /** The document on its way through the model, of which the end is kept. */
  private static final class Reading implements Document {
    private final DocumentOpener opener;
    private final DocumentRef document;
    private Optional<DocumentEnd> end = Optional.empty();

    Reading(DocumentOpener opener, DocumentRef document) {
      this.opener = opener;
      this.document = document;
    }

    @Override
    public InputStream open() {
      return opener.open(document);
    }

    @Override
    public void window(WindowResult window) {
      // What its layers come to is told with the end.
    }

    @Override
    public void end(DocumentEnd told) {
      end = Optional.of(told);
    }

    /** How it ended, which must be well. */
    DocumentEnd end() throws IOException {
      DocumentEnd told = end.orElseThrow();
      if (told.fault().isPresent()) {
        throw new IOException(document.docId() + " cannot be read to its end", told.fault().get());
      }
      return told;
    }
  }
}

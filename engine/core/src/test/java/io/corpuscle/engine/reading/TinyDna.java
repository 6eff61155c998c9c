package io.corpuscle.engine.reading;

import io.corpuscle.engine.TinyModels;
import io.corpuscle.engine.checkpoint.Checkpoint;
import io.corpuscle.engine.checkpoint.ModelAssembler;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.kernel.reference.ReferenceKernels;
import io.corpuscle.engine.model.LanguageModel;
import io.corpuscle.engine.text.Tokenizer;
import io.corpuscle.engine.text.TokenizerFiles;
import java.io.IOException;
import java.nio.file.Path;

/** A model of bases, so small that the reference kernels read with it in no time. */
record TinyDna(LanguageModel model, Tokenizer tokenizer) {

  /** Writes one into a directory and opens it. */
  static TinyDna in(Path directory, Precision precision) throws IOException {
    TinyModels.dna(directory, 5);
    return new TinyDna(
        new ModelAssembler(new ReferenceKernels(), precision).assemble(Checkpoint.open(directory)),
        TokenizerFiles.open(directory));
  }
}

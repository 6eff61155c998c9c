package io.corpuscle.jobs.corpus;

import java.util.Optional;
import java.util.function.Supplier;

/** A file that is opened when it is first asked for, and closed if it was. */
final class FileOnce implements Supplier<DecodedFile>, AutoCloseable {
  private final Supplier<DecodedFile> open;
  private Optional<DecodedFile> file = Optional.empty();

  FileOnce(Supplier<DecodedFile> open) {
    this.open = open;
  }

  @Override
  public DecodedFile get() {
    DecodedFile opened = open.get();
    file = Optional.of(opened);
    return opened;
  }

  @Override
  public void close() {
    file.ifPresent(DecodedFile::close);
  }
}

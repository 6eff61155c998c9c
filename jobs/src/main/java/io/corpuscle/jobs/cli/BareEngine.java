package io.corpuscle.jobs.cli;

import io.corpuscle.engine.Engine;
import io.corpuscle.engine.reading.Document;
import io.corpuscle.engine.reading.DocumentEnd;
import io.corpuscle.engine.reading.JointReading;
import io.corpuscle.engine.reading.ReadingOptions;
import io.corpuscle.engine.reading.WindowResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Reads files with an engine and threads, and nothing else: what Spark is held to. */
final class BareEngine {
  private final Engine engine;
  private final ReadingOptions options;
  private final int threads;

  BareEngine(Engine engine, ReadingOptions options, int threads) {
    this.engine = engine;
    this.options = options;
    this.threads = threads;
  }

  /**
   * Reads all documents, every thread the next until there is none.
   *
   * @return the seconds it took
   * @throws IOException if a document cannot be read
   */
  double read(List<Path> documents) throws IOException {
    Queue<Path> waiting = new ConcurrentLinkedQueue<>(documents);
    AtomicInteger number = new AtomicInteger();
    ExecutorService pool =
        Executors.newFixedThreadPool(
            threads, task -> new Thread(task, "engine-" + number.incrementAndGet()));
    try {
      long start = System.nanoTime();
      List<Future<Integer>> readers = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        readers.add(pool.submit(() -> readWaiting(waiting)));
      }
      int ended = 0;
      for (Future<Integer> reader : readers) {
        ended += reader.get();
      }
      if (ended != documents.size()) {
        throw new IllegalStateException(
            ended + " of " + documents.size() + " documents came to their end");
      }
      return (System.nanoTime() - start) / 1e9;
    } catch (ExecutionException e) {
      throw new IOException("The bare engine failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while reading", e);
    } finally {
      pool.shutdownNow();
    }
  }

  /** Reads documents together; how many came to their end. */
  private int readWaiting(Queue<Path> waiting) throws IOException {
    Waiting documents = new Waiting(waiting);
    try (JointReading reading = engine.reader(options).together(documents)) {
      boolean more = true;
      while (more) {
        more = reading.advance();
      }
    }
    return documents.ended;
  }

  /** What one thread takes of the documents that wait. */
  private static final class Waiting implements Iterator<Document> {
    private final Queue<Path> waiting;
    private Optional<Path> taken = Optional.empty();
    private int ended;

    Waiting(Queue<Path> waiting) {
      this.waiting = waiting;
    }

    @Override
    public boolean hasNext() {
      // Another thread may take it meanwhile, unless it is taken here and now.
      taken = taken.or(() -> Optional.ofNullable(waiting.poll()));
      return taken.isPresent();
    }

    @Override
    public Document next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Path file = taken.orElseThrow();
      taken = Optional.empty();
      return new Document() {
        @Override
        public InputStream open() throws IOException {
          return Files.newInputStream(file);
        }

        @Override
        public void window(WindowResult window) {
          // A job writes it; here reading is all.
        }

        @Override
        public void end(DocumentEnd end) {
          ended += end.fault().isEmpty() ? 1 : 0;
        }
      };
    }
  }
}

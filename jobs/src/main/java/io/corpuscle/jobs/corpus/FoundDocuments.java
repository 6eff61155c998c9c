package io.corpuscle.jobs.corpus;

import io.corpuscle.engine.text.DocumentException;
import io.corpuscle.engine.text.Fault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects the documents of a scan and gives each its id, as {@link DocumentRef} defines them. */
final class FoundDocuments {
  private final List<DocumentRef> documents = new ArrayList<>();

  /** How often each id was wanted so far. */
  private final Map<String, Integer> wanted = new HashMap<>();

  private final List<String> skipped = new ArrayList<>();
  private final InputLimits limits;

  FoundDocuments(InputLimits limits) {
    this.limits = limits;
  }

  List<DocumentRef> documents() {
    return documents;
  }

  /** The members of archives that are no documents, or whose names tell no format. */
  List<String> skipped() {
    return skipped;
  }

  /**
   * Where the documents of one file go.
   *
   * @param path the file's path relative to the input
   */
  InFile in(CorpusFile file, String path) {
    return new InFile(file, path, new Count());
  }

  private String unique(String id) {
    int times = wanted.merge(id, 1, Integer::sum);
    if (times == 1) {
      return id;
    }
    // A record may itself be called "x~2": try on until the name is free.
    String numbered = id + "~" + times;
    while (wanted.putIfAbsent(numbered, 1) != null) {
      numbered = id + "~" + ++times;
    }
    wanted.put(id, times);
    return numbered;
  }

  /** How many records and members a stored file has. */
  private static final class Count {
    private long value;
  }

  /**
   * The documents of one file. A record's name is empty where it has none; one record or member
   * more than a stored file may have is a {@link DocumentException} of the file.
   */
  final class InFile {
    private final CorpusFile file;
    private final String path;
    private final Count records;

    private InFile(CorpusFile file, String path, Count records) {
      this.file = file;
      this.path = path;
      this.records = records;
    }

    /** Where the documents of a member of this archive go. */
    InFile in(CorpusFile member, Member as) {
      return new InFile(member, path + "/" + as.name(), records);
    }

    /** A member of this archive is there, whatever it is. */
    void member() {
      count();
    }

    /** A member of this archive is left out. */
    void skip(String name) {
      skipped.add(file.place() + "/" + name);
    }

    void wholeFile(long textBytes) {
      documents.add(
          new DocumentRef.Located(unique(path), file, 0, 0, DocumentRef.Located.TO_END, textBytes));
    }

    void record(String name, long ordinal, long offset, long length, long textBytes) {
      documents.add(
          new DocumentRef.Located(
              recordId(name, ordinal), file, ordinal, offset, length, textBytes));
    }

    void failedRecord(String name, long ordinal, Fault fault, String message) {
      documents.add(new DocumentRef.Failed(recordId(name, ordinal), file.uri(), fault, message));
    }

    /** The file could not be read, or not to its end: one row says so under the file's own path. */
    void failedFile(DocumentException e) {
      documents.add(
          new DocumentRef.Failed(
              unique(path), file.uri(), e.fault(), String.valueOf(e.getMessage())));
    }

    private String recordId(String name, long ordinal) {
      count();
      return unique(path + "#" + (name.isEmpty() ? Long.toString(ordinal) : name));
    }

    private void count() {
      if (++records.value > limits.of(InputLimit.RECORDS)) {
        throw limits.exceeded(InputLimit.RECORDS, file.uri());
      }
    }
  }
}

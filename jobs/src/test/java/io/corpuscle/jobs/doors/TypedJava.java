package io.corpuscle.jobs.doors;

import java.io.File;
import java.util.List;
import jdk.jshell.JShell;
import jdk.jshell.Snippet.Status;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/** Java that is typed into a shell in this JVM, on its class path. */
public final class TypedJava implements AutoCloseable {
  private final JShell shell =
      JShell.builder().executionEngine("local").compilerOptions("-proc:none").build();

  /** Begins. */
  public TypedJava() {
    String classPath = System.getProperty("java.class.path");
    for (String entry : classPath.split(File.pathSeparator)) {
      shell.addToClasspath(entry);
    }
  }

  /**
   * Runs statements, one after another.
   *
   * @return what the last of them gave, as text; that of a statement without a value is empty
   * @throws IllegalStateException if one does not compile or fails
   */
  public String type(String statements) {
    String given = "";
    String rest = statements;
    while (!rest.isBlank()) {
      CompletionInfo next = shell.sourceCodeAnalysis().analyzeCompletion(rest);
      String statement = next.completeness().isComplete() ? next.source() : rest;
      given = evaluate(statement);
      rest = next.completeness().isComplete() ? next.remaining() : "";
    }
    return given;
  }

  private String evaluate(String statement) {
    List<SnippetEvent> events = shell.eval(statement);
    for (SnippetEvent event : events) {
      if (event.exception() != null || event.status() != Status.VALID) {
        StringBuilder why = new StringBuilder("Cannot be run: ").append(statement);
        shell
            .diagnostics(event.snippet())
            .forEach(d -> why.append('\n').append(d.getMessage(null)));
        throw new IllegalStateException(why.toString(), event.exception());
      }
    }
    String value = events.isEmpty() ? null : events.get(0).value();
    return value == null ? "" : value;
  }

  @Override
  public void close() {
    shell.close();
  }
}

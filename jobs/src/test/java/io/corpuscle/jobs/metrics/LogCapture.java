package io.corpuscle.jobs.metrics;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/** Keeps all that some loggers say, instead of what the configuration would do with it. */
final class LogCapture extends AbstractAppender implements AutoCloseable {
  private final LoggerContext context = LoggerContext.getContext(false);
  private final List<LogEvent> events = new CopyOnWriteArrayList<>();
  private final List<String> loggers;

  private LogCapture(List<String> loggers) {
    super("capture", null, null, false, Property.EMPTY_ARRAY);
    this.loggers = loggers;
  }

  /** Listens until it is closed. */
  static LogCapture of(Level level, String... loggers) {
    LogCapture capture = new LogCapture(List.of(loggers));
    capture.start();
    for (String name : loggers) {
      LoggerConfig logger = new LoggerConfig(name, level, false);
      logger.addAppender(capture, level, null);
      capture.context.getConfiguration().addLogger(name, logger);
    }
    capture.context.updateLoggers();
    return capture;
  }

  @Override
  public void append(LogEvent event) {
    events.add(event.toImmutable());
  }

  /** What was said by loggers whose names begin so. */
  Stream<LogEvent> of(String logger) {
    return events.stream().filter(event -> event.getLoggerName().startsWith(logger));
  }

  @Override
  public void close() {
    loggers.forEach(context.getConfiguration()::removeLogger);
    context.updateLoggers();
    stop();
  }
}

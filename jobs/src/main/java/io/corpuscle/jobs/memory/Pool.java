package io.corpuscle.jobs.memory;

/** What limits a JVM's memory. */
public enum Pool {
  /** The Java heap. */
  HEAP("on the heap"),
  /** Direct buffers, which the JVM limits together; as much as the heap unless told otherwise. */
  DIRECT("in direct buffers"),
  /**
   * All that is not heap: direct buffers and native memory, which the machine or its container
   * limits.
   */
  OUTSIDE("outside of the heap");

  private final String place;

  Pool(String place) {
    this.place = place;
  }

  /** Where that is, as a phrase. */
  public String place() {
    return place;
  }
}

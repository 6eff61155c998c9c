package io.corpuscle.jobs.run;

/**
 * A window, and how much more surprising it is than its document.
 *
 * @param bitsPerByte of the window
 * @param ratio of the window's bits per byte to its document's
 */
public record Surprise(
    String docId,
    String uri,
    int window,
    long byteStart,
    long byteEnd,
    double bitsPerByte,
    double ratio) {}

package io.corpuscle.engine.kernel.onednn;

import org.bytedeco.javacpp.Pointer;

/** A place in memory that others own, set anew for every call instead of made anew. */
final class Address extends Pointer {

  Address to(long where) {
    address = where;
    return this;
  }
}

package io.corpuscle.bench.table;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks where a call that is forbidden elsewhere is right. */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
@interface AllowedCall {

  /** Why it is right here. */
  String why();
}

/**
 * JMH benchmarks: every kernel at the shapes in use, and whole reading. The only package that needs
 * JMH; what {@code corpuscle bench} uses is outside of it.
 */
@NullMarked
package io.corpuscle.bench.jmh;

import org.jspecify.annotations.NullMarked;

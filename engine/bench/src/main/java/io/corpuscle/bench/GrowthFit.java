package io.corpuscle.bench;

import java.util.List;

/**
 * A law of two terms, none of them below 0, fitted to what was measured so that the squares of the
 * relative errors add up to the least: a measurement errs by a share of itself.
 *
 * @param a factor of the first term
 * @param b factor of the second
 */
public record GrowthFit(Law law, double a, double b) {

  /** How seconds may depend on n, a number of tokens. */
  public enum Law {
    /** {@code a·n + b·n²}: n tokens are read, each looking at all before it. */
    READING {
      @Override
      double first(double n) {
        return n;
      }

      @Override
      double second(double n) {
        return n * n;
      }
    },

    /** {@code a + b·n}: one token is read, looking at n before it. */
    TOKEN {
      @Override
      double first(double n) {
        return 1;
      }

      @Override
      double second(double n) {
        return n;
      }
    };

    abstract double first(double n);

    abstract double second(double n);
  }

  /**
   * Seconds that something took.
   *
   * @param tokens n
   */
  public record Point(long tokens, double seconds) {}

  /**
   * Fits.
   *
   * @param points of at least two lengths, more than 0 seconds each
   */
  public static GrowthFit of(Law law, List<Point> points) {
    if (points.stream().mapToLong(Point::tokens).distinct().count() < 2) {
      throw new IllegalArgumentException(
          points.size() + " points do not say how time grows. Measure at two lengths or more.");
    }
    // Minimises Σ (a·u + b·v − 1)², with u and v the terms as shares of what was measured.
    double uu = 0;
    double uv = 0;
    double vv = 0;
    double u1 = 0;
    double v1 = 0;
    for (Point point : points) {
      double u = law.first(point.tokens()) / point.seconds();
      double v = law.second(point.tokens()) / point.seconds();
      uu += u * u;
      uv += u * v;
      vv += v * v;
      u1 += u;
      v1 += v;
    }
    double determinant = uu * vv - uv * uv;
    double a = (u1 * vv - v1 * uv) / determinant;
    double b = (v1 * uu - u1 * uv) / determinant;
    if (a < 0) {
      return new GrowthFit(law, 0, v1 / vv);
    }
    return b < 0 ? new GrowthFit(law, u1 / uu, 0) : new GrowthFit(law, a, b);
  }

  /** Seconds, by the law. */
  public double at(double tokens) {
    return a * law.first(tokens) + b * law.second(tokens);
  }

  /** The largest relative error among {@code points}. */
  public double worst(List<Point> points) {
    return points.stream()
        .mapToDouble(point -> Math.abs(at(point.tokens()) / point.seconds() - 1))
        .max()
        .orElse(0);
  }
}

/**
 * Reading as functions of Spark SQL.
 *
 * <p>Start at {@link io.corpuscle.jobs.sql.CorpuscleExtensions}. {@link
 * io.corpuscle.jobs.sql.FunctionBuilder} and {@link io.corpuscle.jobs.sql.TextExpression} alone
 * know Catalyst's expressions, which Spark may change from one version to the next; everything else
 * keeps to Spark's public interfaces.
 */
@NullMarked
package io.corpuscle.jobs.sql;

import org.jspecify.annotations.NullMarked;

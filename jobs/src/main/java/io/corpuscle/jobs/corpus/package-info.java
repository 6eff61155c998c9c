/**
 * Documents in: from files on any Hadoop file system to the UTF-8 text of single documents.
 *
 * <p>Start at {@link io.corpuscle.jobs.corpus.Corpus#scan}, which lists the documents on the
 * driver; {@link io.corpuscle.jobs.corpus.DocumentPacking} spreads them over the tasks, and in a
 * task {@link io.corpuscle.jobs.corpus.DocumentOpener} streams their text. {@link
 * io.corpuscle.jobs.corpus.Format} lists what files can be. No document is ever held whole but HTML
 * and PDF, which have limits for it, and what is wrong with one document never touches another.
 */
@NullMarked
package io.corpuscle.jobs.corpus;

import org.jspecify.annotations.NullMarked;

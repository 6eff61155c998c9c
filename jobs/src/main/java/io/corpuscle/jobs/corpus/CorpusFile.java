package io.corpuscle.jobs.corpus;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A file of the corpus, as the scan found it: one that is stored, or a member of an archive that
 * is.
 *
 * @param uri where it, or the archive, is stored
 * @param format how it divides into documents
 * @param compression how what is stored is compressed
 * @param bytes the size of what is stored
 * @param modified the modification time of what is stored, in milliseconds since 1970
 * @param encoding what its text is in if it does not say itself
 * @param members the way to it from what is stored, an archive in an archive before its member;
 *     empty if it is what is stored
 */
public record CorpusFile(
    String uri,
    Format format,
    Compression compression,
    long bytes,
    long modified,
    DeclaredEncoding encoding,
    List<Member> members)
    implements Serializable {

  public CorpusFile {
    members = List.copyOf(members);
  }

  /** A member of this archive. */
  CorpusFile member(Format memberFormat, Member member) {
    return new CorpusFile(
        uri,
        memberFormat,
        compression,
        bytes,
        modified,
        encoding,
        Stream.concat(members.stream(), Stream.of(member)).toList());
  }

  /** The last step of the way to a member; empty if it is what is stored. */
  Optional<Member> asMember() {
    return members.isEmpty() ? Optional.empty() : Optional.of(members.get(members.size() - 1));
  }

  /** Where it is, for a reader: of a member, the archive's address and the member's name. */
  public String place() {
    StringBuilder place = new StringBuilder(uri);
    members.forEach(member -> place.append('/').append(member.name()));
    return place.toString();
  }
}

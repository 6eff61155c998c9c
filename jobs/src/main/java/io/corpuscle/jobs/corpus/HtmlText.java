package io.corpuscle.jobs.corpus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;
import org.jsoup.select.NodeTraversor;

/**
 * What a browser shows of a page: its body without scripts, white space run together, a line for
 * every block, tabs between the cells of a table. The page is held in memory, up to a limit.
 */
final class HtmlText extends PiecewiseText {
  private static final Set<String> UNSEEN =
      Set.of("script", "style", "noscript", "template", "iframe", "object", "svg", "math");

  private static final Set<String> CELLS = Set.of("td", "th");

  private final RecordBytes page;
  private final InputLimits limits;
  private boolean done;

  HtmlText(RecordBytes page, InputLimits limits) {
    this.page = page;
    this.limits = limits;
  }

  @Override
  Optional<String> next() {
    if (done) {
      return Optional.empty();
    }
    done = true;
    FlowingText text = new FlowingText();
    NodeTraversor.filter(new Flow(text), Jsoup.parse(page()).body());
    return Optional.of(text.take());
  }

  private String page() {
    try {
      int most = limits.small(InputLimit.MARKUP_BYTES);
      byte[] bytes = page.readNBytes(most + 1);
      if (bytes.length > most) {
        throw limits.exceeded(InputLimit.MARKUP_BYTES, page.document().file().place());
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw NotUtf8.in(page.document(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("A document's bytes speak in DocumentException", e);
    }
  }

  /** Writes nodes as they come. */
  private record Flow(FlowingText text) implements NodeFilter {

    @Override
    public FilterResult head(Node node, int depth) {
      if (node instanceof TextNode words) {
        if (inPre(words)) {
          text.verbatim(words.getWholeText());
        } else {
          text.words(words.getWholeText());
        }
      } else if (node instanceof Element element) {
        if (UNSEEN.contains(element.normalName())) {
          return FilterResult.SKIP_ENTIRELY;
        }
        separate(element);
      }
      return FilterResult.CONTINUE;
    }

    @Override
    public FilterResult tail(Node node, int depth) {
      if (node instanceof Element element) {
        separate(element);
      }
      return FilterResult.CONTINUE;
    }

    private void separate(Element element) {
      if (CELLS.contains(element.normalName())) {
        text.separate(FlowingText.CELL);
      } else if (element.isBlock() || element.normalName().equals("br")) {
        text.separate(FlowingText.LINE);
      }
    }

    private static boolean inPre(TextNode words) {
      Element parent = words.parent();
      return parent != null && parent.closest("pre") != null;
    }
  }
}

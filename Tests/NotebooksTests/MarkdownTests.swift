import Notebooks
import TestSupport
import Testing

@Suite("Prose as HTML")
struct MarkdownTests {
  struct Case: Sendable {
    var markdown: String
    var html: String

    init(_ markdown: String, _ html: String) {
      self.markdown = markdown
      self.html = html
    }
  }

  /// The marks as CommonMark 0.31 and GitHub Flavored Markdown define them.
  static let cases: [Case] = [
    Case("# Perché\n", "<h1>Perché</h1>\n"),
    Case("## Two ##\n", "<h2>Two</h2>\n"),
    Case("#no\n", "<p>#no</p>\n"),
    Case("Title\n===\n\nSub\n---\n", "<h1>Title</h1>\n<h2>Sub</h2>\n"),
    Case("one\ntwo\n\nthree", "<p>one\ntwo</p>\n<p>three</p>\n"),
    Case(
      "a *b* **c** ~~d~~ _e_ snake_case_name",
      "<p>a <em>b</em> <strong>c</strong> <del>d</del> <em>e</em> snake_case_name</p>\n"),
    Case("2 * 3 * 4", "<p>2 * 3 * 4</p>\n"),
    Case("**open", "<p>**open</p>\n"),
    Case("`a<b` and ``x ` y``", "<p><code>a&lt;b</code> and <code>x ` y</code></p>\n"),
    Case("- a\n- b\n", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
    Case("3. a\n4. b", "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>\n"),
    Case("- a\n\n- b", "<ul>\n<li><p>a</p>\n</li>\n<li><p>b</p>\n</li>\n</ul>\n"),
    Case("- a\n  - b\n", "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>\n"),
    Case("> q\nlazy\n\nout", "<blockquote>\n<p>q\nlazy</p>\n</blockquote>\n<p>out</p>\n"),
    Case("---\n", "<hr>\n"),
    Case("```js\na < b\n```\n", "<pre><code>a &lt; b\n</code></pre>\n"),
    Case("    code\n", "<pre><code>code\n</code></pre>\n"),
    Case(
      "| a | b |\n|---|--:|\n| 1 | 2\\|3 |\n",
      "<table>\n<thead>\n<tr><th>a</th><th class=\"right\">b</th></tr>\n</thead>\n<tbody>\n"
        + "<tr><td>1</td><td class=\"right\">2|3</td></tr>\n</tbody>\n</table>\n"),
    Case(
      "[x](https://a.example/?a=1&b=2)",
      "<p><a href=\"https://a.example/?a=1&amp;b=2\" rel=\"noopener noreferrer\">x</a></p>\n"),
    Case("[x](javascript:alert(1))", "<p>x</p>\n"),
    Case(
      "[x](JaVaScript&colon;alert)",
      "<p><a href=\"JaVaScript&amp;colon;alert\" rel=\"noopener noreferrer\">x</a></p>\n"),
    Case("[x](data:text/html,y)", "<p>x</p>\n"),
    Case(
      "![alt](https://a.example/x.png)",
      "<p><a href=\"https://a.example/x.png\" rel=\"noopener noreferrer\">alt</a></p>\n"),
    Case("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
    Case("<img src=x onerror=alert(1)>", "<p>&lt;img src=x onerror=alert(1)&gt;</p>\n"),
    Case("\\*no\\* a\\\nb", "<p>*no* a<br>\nb</p>\n"),
  ]

  @Test("follows the marks", arguments: cases)
  func marks(example: Case) {
    #expect(html(ofMarkdown: example.markdown) == example.html)
  }

  @Test(
    "lets no tag of the text through, whatever is written",
    arguments: 1...300 as ClosedRange<UInt64>)
  func hostile(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let pieces = [
      "<script>", "</p>", "<b onclick=x>", "[a](", ")", "javascript:", "\"", "'", "`", "``",
      "```\n",
      "*", "**", "_", "~~", "> ", "- ", "1. ", "\n", "\n\n", "    ", "|", "|-|\n", "&", "\\", "# ",
      "<https://x>", "![", "]", "\u{202E}", "\u{0}", "é", "---\n", "a", " ",
    ]
    let count = Int.random(in: 1...60, using: &generator)
    let text = (0..<count).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
    let made = html(ofMarkdown: text)
    let allowed = [
      "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "pre", "code", "em", "strong",
      "del",
      "blockquote", "hr", "br", "table", "thead", "tbody", "tr", "th", "td", "a",
    ]
    for tag in made.split(separator: "<").dropFirst(made.hasPrefix("<") ? 0 : 1) {
      let name = tag.drop { $0 == "/" }.prefix { $0.isLetter || $0.isNumber }
      #expect(allowed.contains(String(name)), "seed \(seed): <\(tag.prefix(20))")
      let rest = tag.prefix { $0 != ">" }
      let isPlain =
        !rest.contains(" ") || rest.hasPrefix("a href=\"") || rest.hasPrefix("ol start=\"")
        || rest.hasPrefix("th class=") || rest.hasPrefix("td class=")
      #expect(isPlain, "seed \(seed): <\(rest)")
    }
    #expect(!made.contains("href=\"javascript"), "seed \(seed)")
    #expect(!made.unicodeScalars.contains { $0.value == 0x202E || $0.value == 0 })
  }

  @Test("ends on ten thousand levels and on long lines of marks")
  func deep() {
    let quotes = String(repeating: "> ", count: 10_000) + "x"
    let brackets = String(repeating: "[", count: 5_000)
    let stars = String(repeating: "*a ", count: 5_000)
    for text in [quotes, brackets, stars] { #expect(!html(ofMarkdown: text).isEmpty) }
  }
}

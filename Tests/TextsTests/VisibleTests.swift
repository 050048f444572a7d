import Testing
import Texts

private let escapes: [(String, String)] = [
  ("plain text, café, 李, naïve 👍🏽 ❤️", "plain text, café, 李, naïve 👍🏽 ❤️"),
  ("\u{1B}[31mred", "\\u{1B}[31mred"),
  ("a\nb\tc\rd\r\ne", "a\\nb\\tc\\rd\\r\\ne"),
  ("\u{0}\u{7}\u{7F}", "\\u{0}\\u{7}\\u{7F}"),
  ("\u{85}\u{9B}31m", "\\u{85}\\u{9B}31m"),
  ("\u{202E}abc\u{2066}", "\\u{202E}abc\\u{2066}"),
  ("\u{200B}\u{200C}\u{200D}\u{200E}\u{200F}", "\\u{200B}\\u{200C}\\u{200D}\\u{200E}\\u{200F}"),
  ("\u{FEFF}\u{AD}\u{2028}\u{2029}\u{061C}", "\\u{FEFF}\\u{AD}\\u{2028}\\u{2029}\\u{61C}"),
  ("\u{E0041}\u{3164}", "\\u{E0041}\\u{3164}"),
  ("C:\\temp", "C:\\temp"),
  ("👩‍🔬", "👩‍🔬"),
  ("", ""),
]

@Test("makes characters visible that could drive a terminal", arguments: escapes.indices)
func makesVisible(_ index: Int) {
  let (text, expected) = escapes[index]
  #expect(visible(text) == expected)
}

@Test("lets no control or format character through, wherever it stands")
func letsNoControlThrough() {
  for value in UInt32(0)..<0x3000 {
    guard let scalar = Unicode.Scalar(value) else { continue }
    let category = scalar.properties.generalCategory
    let isDangerous =
      [.control, .format, .lineSeparator, .paragraphSeparator].contains(category)
      || scalar.properties.isDefaultIgnorableCodePoint && !scalar.properties.isVariationSelector
    let output = visible("x" + String(scalar) + "y")
    #expect(output.unicodeScalars.contains(scalar) == !isDangerous, "U+\(value)")
  }
}

@Test(
  "counts columns of a terminal",
  arguments: [
    ("", 0), ("abc", 3), ("café", 4), ("cafe\u{301}", 4), ("李小龍", 6), ("ｱｲｳ", 3), ("Ａ", 2),
    ("한국", 4), ("👍", 2), ("👍🏽", 2), ("👩‍🔬", 2), ("🇮🇹", 2), ("❤️", 2), ("❤", 1), ("…", 1),
    ("─│┌", 3), ("⠿█░", 3), ("日本 text", 9), ("ไทย", 3), ("©", 1), ("1️⃣", 1), ("𠀀", 2),
  ])
func countsColumns(_ text: String, _ width: Int) {
  #expect(displayWidth(text) == width)
}

@Test(
  "cuts in the middle to a width",
  arguments: [
    ("Newfoundland and Labrador", 12, "Newfou…rador"), ("short", 5, "short"),
    ("李小龍李小龍", 7, "李…小龍"), ("abcdef", 1, "."), ("abcdef", 0, ""), ("abcdef", 2, "a…"),
  ])
func cutsInTheMiddle(_ text: String, _ width: Int, _ expected: String) {
  #expect(truncated(text, toWidth: width) == expected)
}

@Test("never cuts to more than the width")
func neverCutsToMore() {
  let texts = ["李小龍李小龍", "e\u{301}e\u{301}e\u{301}", "👩‍🔬👍🏽🇮🇹 mixed 李", "plain words here"]
  for text in texts {
    for width in 0...20 {
      #expect(displayWidth(truncated(text, toWidth: width)) <= width, "\(text) to \(width)")
      #expect(displayWidth(shortened(text, toWidth: width)) <= width, "\(text) to \(width)")
    }
  }
}

@Test("wraps at blanks, and inside a word that is too long")
func wrapsText() {
  #expect(wrapped("one two three", toWidth: 7) == ["one two", "three"])
  #expect(wrapped("extraordinary day", toWidth: 6) == ["extrao", "rdinar", "y day"])
  #expect(wrapped("", toWidth: 6) == [""])
  #expect(wrapped("李小龍", toWidth: 1) == ["李", "小", "龍"])
}

@Test("cuts a list at its end")
func cutsListsAtTheirEnd() {
  #expect(shortened("price 5, moved 3", toWidth: 16) == "price 5, moved 3")
  #expect(shortened("price 5, moved 3", toWidth: 12) == "price 5, mo…")
  #expect(shortened("price 5", toWidth: 1) == ".")
}

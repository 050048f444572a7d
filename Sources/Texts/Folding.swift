/// A text in small letters without accents, for searching and sorting: `Perché` and `PERCHE` become
/// `perche`. Letters of the Latin script only; `ß` becomes `ss`, `œ` `oe`, `æ` `ae`.
package func folded(_ text: String) -> String {
  let small = text.lowercased()
  if small.utf8.allSatisfy({ $0 < 0x80 }) { return small }
  var result = String.UnicodeScalarView()
  for scalar in small.unicodeScalars where !combiningAccents.contains(scalar) {
    if let plain = plainLetters[scalar] {
      result.append(contentsOf: plain.unicodeScalars)
    } else {
      result.append(scalar)
    }
  }
  return String(result)
}

private let combiningAccents: ClosedRange<Unicode.Scalar> = "\u{300}"..."\u{36F}"

private let plainLetters: [Unicode.Scalar: String] = {
  let groups: [(plain: String, accented: String)] = [
    ("a", "àáâãäåāăąǎ"), ("c", "çćĉċč"), ("d", "ďđð"), ("e", "èéêëēĕėęě"), ("g", "ĝğġģ"),
    ("h", "ĥħ"), ("i", "ìíîïĩīĭįıǐ"), ("j", "ĵ"), ("k", "ķ"), ("l", "ĺļľŀł"), ("n", "ñńņňŉ"),
    ("o", "òóôõöøōŏőǒ"), ("r", "ŕŗř"), ("s", "śŝşšș"), ("t", "ţťŧț"), ("u", "ùúûüũūŭůűųǔ"),
    ("w", "ŵ"), ("y", "ýÿŷ"), ("z", "źżž"), ("ss", "ß"), ("oe", "œ"), ("ae", "æ"), ("th", "þ"),
  ]
  var letters: [Unicode.Scalar: String] = [:]
  for group in groups {
    for scalar in group.accented.unicodeScalars { letters[scalar] = group.plain }
  }
  return letters
}()

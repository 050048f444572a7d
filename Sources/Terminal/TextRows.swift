/// How far the cursor goes to stand in the row above or below of a text of several rows, in characters;
/// nil where there is no such row.
func rowMove(in text: [Unicode.Scalar], from cursor: Int, up: Bool) -> Int? {
  let start = rowStart(in: text, before: cursor)
  if up {
    guard start > 0 else { return nil }
    let above = rowStart(in: text, before: start - 1)
    return min(above + cursor - start, start - 1) - cursor
  }
  guard let end = text[cursor...].firstIndex(of: "\n") else { return nil }
  let lastBelow = text[(end + 1)...].firstIndex(of: "\n") ?? text.count
  return min(end + 1 + cursor - start, lastBelow) - cursor
}

private func rowStart(in text: [Unicode.Scalar], before cursor: Int) -> Int {
  (text[..<cursor].lastIndex(of: "\n") ?? -1) + 1
}

/// What of a paste is put into the text: without line ends around it, which would only add empty rows,
/// without control characters, which would drive the terminal, and with composed accents.
func pastedText(_ bytes: ArraySlice<UInt8>) -> String {
  var kept: [Unicode.Scalar] = []
  var compositions: [String: Unicode.Scalar?] = [:]
  var follows: Unicode.Scalar = "\n"
  for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
    defer { follows = scalar }
    switch scalar {
    case "\r": kept.append("\n")
    case "\n": if follows != "\r" { kept.append("\n") }
    case "\t": kept.append(" ")
    case _ where scalar.properties.generalCategory == .control: continue
    case _ where scalar.value > 0x2FF && scalar.properties.isGraphemeExtend:
      guard let base = kept.last else { continue }
      let pair = String(String.UnicodeScalarView([base, scalar]))
      let joined = compositions[pair] ?? composed(base, with: scalar)
      compositions[pair] = .some(joined)
      if let joined { kept[kept.count - 1] = joined } else { kept.append(scalar) }
    default: kept.append(scalar)
    }
  }
  let inner = kept.drop { $0 == "\n" }
  let end = inner.lastIndex { $0 != "\n" }.map { $0 + 1 } ?? inner.startIndex
  return String(String.UnicodeScalarView(inner[..<end]))
}

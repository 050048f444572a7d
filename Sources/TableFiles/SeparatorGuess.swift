/// What separates the cells of a file, and how sure that is.
struct SeparatorGuess {
  var separator: UInt8
  /// Where the records start: after a line such as `sep=;`, if there is one.
  var start: Int
  /// The file says so itself in its first line.
  var isDeclared = false
}

/// In the order of trust where two are equally regular: what seldom stands in text comes first.
let separatorCandidates: [UInt8] = [
  tabulator, UInt8(ascii: ";"), UInt8(ascii: "|"), UInt8(ascii: ","),
]

/// Guesses the separator of a file: the candidate whose number per record, outside quotes, varies
/// least over the head of the file.
func guessSeparator(_ bytes: Span<UInt8>, from start: Int, quote: UInt8) -> SeparatorGuess {
  if let declared = declaredSeparator(bytes, from: start) { return declared }
  let counts = separatorCounts(bytes, from: start, quote: quote)
  var best: (index: Int, score: Double)?
  for index in separatorCandidates.indices {
    let score = regularity(counts.map { $0[index] })
    if score > (best?.score ?? 0) + 0.01 { best = (index, score) }
  }
  guard let best else {
    if isAlignedWithBlanks(bytes, from: start) {
      return SeparatorGuess(separator: blank, start: start)
    }
    // One column: what separates nothing must not stand in a text.
    let comma = separatorCandidates.count - 1
    let unused = separatorCandidates.indices.first { index in counts.allSatisfy { $0[index] == 0 } }
    let isFree = counts.allSatisfy { $0[comma] == 0 }
    return SeparatorGuess(
      separator: separatorCandidates[isFree ? comma : unused ?? comma], start: start)
  }
  return SeparatorGuess(separator: separatorCandidates[best.index], start: start)
}

private func declaredSeparator(_ bytes: Span<UInt8>, from start: Int) -> SeparatorGuess? {
  guard start + 5 <= bytes.count else { return nil }
  for (offset, letter) in Array("sep=".utf8).enumerated()
  where bytes[start + offset] | 0x20 != letter | 0x20 { return nil }
  var next = start + 5
  guard next == bytes.count || bytes[next] == lineFeed || bytes[next] == carriageReturn else {
    return nil
  }
  if next + 1 < bytes.count, bytes[next] == carriageReturn, bytes[next + 1] == lineFeed {
    next += 1
  }
  return SeparatorGuess(
    separator: bytes[start + 4], start: min(next + 1, bytes.count), isDeclared: true)
}

/// For every record that is not blank, how often each candidate stands outside quotes: of the first 64 kB
/// if they hold a hundred records, else of more.
private func separatorCounts(_ bytes: Span<UInt8>, from start: Int, quote: UInt8) -> [SIMD4<Int>] {
  let end = min(bytes.count, start + 1 << 20)
  let kinds = ByteKind.table(quote: quote)
  var records: [SIMD4<Int>] = []
  var counts = SIMD4<Int>.zero
  var isQuoted = false
  var isCellStart = true
  var isBlankRecord = true
  for index in start..<end {
    let byte = bytes[index]
    let kind = kinds[Int(byte)]
    if kind == .quote, isCellStart || isQuoted {
      isQuoted.toggle()
      isBlankRecord = false
      // A quote right behind a closing one is a doubled quote and opens the text again.
      isCellStart = !isQuoted
    } else if isQuoted || kind == .space {
      continue
    } else if kind == .lineEnd {
      if !isBlankRecord { records.append(counts) }
      (counts, isBlankRecord, isCellStart) = (.zero, true, true)
      if index >= start + 1 << 16, records.count >= 100 { break }
    } else {
      let candidate = kind == .candidate ? separatorCandidates.firstIndex(of: byte) : nil
      if let candidate { counts[candidate] += 1 }
      (isBlankRecord, isCellStart) = (false, candidate != nil)
    }
  }
  if end == bytes.count, !isBlankRecord { records.append(counts) }
  return records
}

/// What a byte may be for whoever looks for separators.
private enum ByteKind {
  case other, candidate, lineEnd, space, quote

  /// One a byte: most are nothing, which one look tells.
  static func table(quote: UInt8) -> [ByteKind] {
    var table = [ByteKind](repeating: .other, count: 256)
    for candidate in separatorCandidates { table[Int(candidate)] = .candidate }
    for end in [lineFeed, carriageReturn] { table[Int(end)] = .lineEnd }
    table[Int(blank)] = .space
    table[Int(quote)] = .quote
    return table
  }
}

/// Whether nearly every line has the same number, three or more, of words between runs of blanks.
func isAlignedWithBlanks(_ bytes: Span<UInt8>, from start: Int) -> Bool {
  var counts: [Int] = []
  var words = 0
  var wasBlank = true
  for index in start..<min(bytes.count, start + 1 << 20) {
    let byte = bytes[index]
    if byte == lineFeed || byte == carriageReturn {
      if words > 0 { counts.append(words) }
      (words, wasBlank) = (0, true)
    } else {
      if wasBlank, byte != blank { words += 1 }
      wasBlank = byte == blank
    }
  }
  let usual = counts.first ?? 0
  return usual >= 3 && counts.count >= 3
    && counts.count { $0 == usual } * 100 >= counts.count * 98
}

/// The share of records with the commonest number of separators, and half a point if the first
/// record, likely the header, has it too; 0 where most records have none.
private func regularity(_ counts: [Int]) -> Double {
  var frequencies: [Int: Int] = [:]
  for count in counts { frequencies[count, default: 0] += 1 }
  let mode = frequencies.max { ($0.value, $0.key) < ($1.value, $1.key) }
  guard let mode, mode.key > 0 else { return 0 }
  return Double(mode.value) / Double(counts.count) + (counts[0] == mode.key ? 0.5 : 0)
}

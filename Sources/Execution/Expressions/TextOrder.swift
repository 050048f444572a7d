import Columns
import Kernels
import Texts

/// -1, 0 or 1 by Unicode code points, which is the order of the bytes in UTF-8. Swift's own `<`
/// takes composed and decomposed letters for equal.
func codePointOrder(_ left: String, _ right: String) -> Int {
  if left.utf8.elementsEqual(right.utf8) { return 0 }
  return left.utf8.lexicographicallyPrecedes(right.utf8) ? -1 : 1
}

/// For each word of two dictionaries its place in the code point order of both.
func codePointRanks(_ left: Words, _ right: Words) -> ([Int32], [Int32]) {
  var interner = WordInterner()
  let leftCodes = left.dictionary.map { interner.code(of: $0) }
  let rightCodes = right.dictionary.map { interner.code(of: $0) }
  let order = interner.words.indices.sorted {
    codePointOrder(interner.words[$0], interner.words[$1]) < 0
  }
  var ranks = [Int32](repeating: 0, count: order.count)
  for (rank, code) in order.enumerated() { ranks[code] = Int32(rank) }
  return (leftCodes.map { ranks[Int($0)] }, rightCodes.map { ranks[Int($0)] })
}

/// The positions of words in the order that a reader expects: case and accents ignored first, code
/// points deciding between words that differ in nothing else.
func readingOrder(_ words: [String]) -> [Int] {
  let keys = words.map { folded($0) }
  return words.indices.sorted { left, right in
    let order = codePointOrder(keys[left], keys[right])
    return order == 0 ? codePointOrder(words[left], words[right]) < 0 : order < 0
  }
}

extension Column {
  /// Rows ranked as `sort` orders them: numbers by size, false before true, words by
  /// `readingOrder`. A word listed twice has two ranks.
  var ranks: Ranks {
    switch storage {
    case .integers: return Kernels.ranks(of: integers)
    case .decimals: return Kernels.ranks(of: withoutNaN.decimals)
    case .booleans: return Kernels.ranks(of: booleans.mapPresent(filler: Int8(0)) { $0 ? 1 : 0 })
    case .days(let values): return Kernels.ranks(of: Cells(values, validity: validity))
    case .instants: return Kernels.ranks(of: instants)
    case .words(let words):
      var places = [Int](repeating: 0, count: words.dictionary.count)
      for (place, code) in readingOrder(Array(words.dictionary)).enumerated() {
        places[code] = place
      }
      let cells = Cells(words.codes, validity: validity)
      let ranks = cells.mapPresent(filler: places.count) { places[Int($0)] }
      return Ranks(ranks: ranks.values, count: places.count)
    }
  }
}

import Columns
import Texts

/// The reasons of a table, spellings that differ in case, accents or blanks being one reason.
struct ReasonWords {
  /// The reason of each row, by its number; nil where none is written.
  let reasons: [Int?]
  /// The commonest spelling of each reason.
  let names: [String]

  /// Nil where no column of text has the role.
  init?(_ table: Table) {
    guard let column = table.column(.reason), case .words(let words) = column.storage else {
      return nil
    }
    var counts = [Int](repeating: 0, count: words.dictionary.count)
    for row in 0..<column.count where !column.isMissing(row) { counts[Int(words.codes[row])] += 1 }
    var numbers: [String: Int] = [:]
    var best: [Int] = []
    let codes = words.dictionary.indices.map { word -> Int? in
      let key = folded(trimmed(words.dictionary[word]))
      guard !key.isEmpty else { return nil }
      if let number = numbers[key] {
        let known = best[number]
        let isBetter =
          (counts[word], words.dictionary[known]) > (counts[known], words.dictionary[word])
        if isBetter { best[number] = word }
        return number
      }
      numbers[key] = best.count
      best.append(word)
      return best.count - 1
    }
    names = best.map { trimmed(words.dictionary[$0]) }
    reasons = (0..<column.count).map { row in
      column.isMissing(row) ? nil : codes[Int(words.codes[row])]
    }
  }

  /// `price 5, moved 3, (missing) 2`: the first three of these rows, most first.
  func firstThree(ofRows rows: some Sequence<Int>) -> String {
    var counts = [Int](repeating: 0, count: names.count + 1)
    for row in rows { counts[reasons[row] ?? names.count] += 1 }
    let named = counts.indices.filter { counts[$0] > 0 }.map { number in
      (name: number < names.count ? names[number] : "(missing)", count: counts[number])
    }
    return named.sorted {
      ($1.count, folded($0.name), $0.name) < ($0.count, folded($1.name), $1.name)
    }
    .prefix(3)
    .map { "\($0.name) \($0.count)" }.joined(separator: ", ")
  }
}

/// The candidate nearest to a word, or nil where none is near.
package func suggestion(for word: String, among candidates: [String]) -> String? {
  suggestions(for: word, among: candidates).first
}

/// The candidates near to a word, nearest first, then in their own order.
///
/// Near is a distance of at most a third of the word's length and at most three, without regard
/// to case. The distance counts insertions, deletions, substitutions and swaps of neighbours
/// (Damerau-Levenshtein, optimal string alignment).
package func suggestions(for word: String, among candidates: [String]) -> [String] {
  let letters = Array(word.lowercased())
  guard !letters.isEmpty, letters.count <= 100 else { return [] }
  let limit = min(3, letters.count / 3)
  var found: [(candidate: String, distance: Int)] = []
  for candidate in candidates
  where candidate != word && !found.contains(where: { $0.0 == candidate }) {
    let other = Array(candidate.lowercased())
    guard abs(other.count - letters.count) <= limit else { continue }
    let distance = editDistance(letters, other)
    if distance <= limit { found.append((candidate, distance)) }
  }
  return found.enumerated()
    .sorted { ($0.element.distance, $0.offset) < ($1.element.distance, $1.offset) }
    .map(\.element.candidate)
}

private func editDistance(_ left: [Character], _ right: [Character]) -> Int {
  var beforeLast: [Int] = []
  var last = Array(0...right.count)
  for row in left.indices {
    var current = [row + 1]
    for column in right.indices {
      let substitution = last[column] + (left[row] == right[column] ? 0 : 1)
      var best = min(last[column + 1] + 1, current[column] + 1, substitution)
      if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
        best = min(best, beforeLast[column - 1] + 1)
      }
      current.append(best)
    }
    (beforeLast, last) = (last, current)
  }
  return last[right.count]
}

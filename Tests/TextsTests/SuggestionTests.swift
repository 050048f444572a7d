import TestSupport
import Testing
import Texts

@Suite("Spelling")
struct SuggestionTests {
  @Test(
    "offers what is at most a third of the word and three away",
    arguments: [
      ("fliter", "filter"), ("FLITER", "filter"), ("chrun", "churn"), ("forcast", "forecast"),
      ("forecats", "forecast"), ("grp", nil), ("tkae", "take"), ("tk", nil), ("x", nil), ("", nil),
      ("filterrrr", "filter"), ("filterrrrr", nil), ("plan", nil), ("Filter", "filter"),
      ("filter", nil),
    ])
  func nearest(word: String, expected: String?) {
    let verbs = ["filter", "churn", "forecast", "group", "take"]
    #expect(suggestion(for: word, among: verbs) == expected)
  }

  @Test("puts the nearest first and keeps the order of equals")
  func order() {
    #expect(
      suggestions(for: "count", among: ["mount", "court", "counts", "Count", "count", "mount"])
        == ["Count", "mount", "court", "counts"])
  }

  @Test("counts a swap of neighbours as one, as a plain recursion does", arguments: 1...300)
  func naive(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let left = random.word(of: "abc", upTo: 7)
    let right = random.word(of: "abc", upTo: 7)
    let near = naiveDistance(Array(left)[...], Array(right)[...]) <= min(3, left.count / 3)
    let isOffered = suggestion(for: left, among: [right]) != nil
    #expect(isOffered == (near && left != right && !left.isEmpty), "seed \(seed): \(left) \(right)")
  }

  private func naiveDistance(_ left: ArraySlice<Character>, _ right: ArraySlice<Character>) -> Int {
    guard let a = left.last, let b = right.last else { return left.count + right.count }
    let shorterLeft = left.dropLast()
    let shorterRight = right.dropLast()
    var best = min(
      naiveDistance(shorterLeft, right) + 1, naiveDistance(left, shorterRight) + 1,
      naiveDistance(shorterLeft, shorterRight) + (a == b ? 0 : 1))
    if let c = shorterLeft.last, let d = shorterRight.last, a == d, b == c {
      best = min(best, naiveDistance(shorterLeft.dropLast(), shorterRight.dropLast()) + 1)
    }
    return best
  }
}

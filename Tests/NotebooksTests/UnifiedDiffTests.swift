import Notebooks
import TestSupport
import Testing

@Suite("A unified diff")
struct UnifiedDiffTests {
  @Test("is what diff -u prints, with the cell's id behind the ranges")
  func golden() {
    // printf 'a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\n' > old; printf 'a\nB\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl\n' > new
    // diff -u old new | tail -n +3
    let old = "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk"
    let new = "a\nB\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl"
    #expect(
      unifiedDiff(old: old, new: new, label: "c4")
        == """
        @@ -1,5 +1,5 @@ c4
         a
        -b
        +B
         c
         d
         e
        @@ -9,3 +9,4 @@ c4
         i
         j
         k
        +l

        """)
    #expect(unifiedDiff(old: old, new: old, label: "c4") == "")
    #expect(unifiedDiff(old: "", new: "x", label: "c4") == "@@ -0,0 +1 @@ c4\n+x\n")
    #expect(
      unifiedDiff(old: "x", new: "y", label: "c4", firstLine: 20) == "@@ -20 +20 @@ c4\n-x\n+y\n")
  }

  @Test("applied to the old text gives the new one")
  func applies() {
    for seed in 0..<200 {
      var generator = SeededGenerator(seed: UInt64(seed))
      func random() -> [String] {
        (0..<Int.random(in: 1...25, using: &generator)).map { _ in
          ["a", "b", "c", "- d", "+ e", ""].randomElement(using: &generator) ?? ""
        }
      }
      let old = random()
      let new = seed.isMultiple(of: 3) ? old + random() : random()
      let diff = unifiedDiff(
        old: old.joined(separator: "\n"), new: new.joined(separator: "\n"), label: "x")
      #expect(patched(old, with: diff) == new || old == [""] || new == [""], "seed \(seed)")
    }
  }

  @Test("of texts that have thousands of lines and none in common replaces them whole")
  func bounded() {
    let old = (0..<3000).map { "a\($0)" }
    let new = (0..<3000).map { "b\($0)" }
    let diff = unifiedDiff(
      old: old.joined(separator: "\n"), new: new.joined(separator: "\n"), label: "x")
    #expect(diff.hasPrefix("@@ -1,3000 +1,3000 @@ x\n-a0\n"))
    #expect(patched(old, with: diff) == new)
  }

  /// The old lines with the hunks applied; nil if they do not fit.
  private func patched(_ old: [String], with diff: String) -> [String]? {
    var result: [String] = []
    var position = 0
    for line in diff.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
      let rest = String(line.dropFirst())
      switch line.first {
      case "@":
        let range = line.split(separator: " ")[1].dropFirst().split(separator: ",")
        let start = (Int(range[0]) ?? 0) - (range.count > 1 && range[1] == "0" ? 0 : 1)
        result += old[position..<start]
        position = start
      case "+": result.append(rest)
      default:
        guard old[position] == rest else { return nil }
        if line.first == " " { result.append(rest) }
        position += 1
      }
    }
    return result + old[position...]
  }
}

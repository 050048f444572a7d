import Columns
import Execution
import Planning
import TestSupport
import Testing

@Suite("Buckets and bins")
struct BinTests {
  private func bins(_ values: [Value], _ type: ValueType, _ count: Int64) -> [Value] {
    let input = table(("x", type, values))
    let column = evaluate(
      .function(.bins, [.column(0, type), integer(count)], type), over: input)
    return (0..<column.count).map { column[$0] }
  }

  @Test("a bin holds its values, bins are equally wide and round, and no rounder ones would do")
  func properties() {
    for seed in 0..<1000 {
      var generator = SeededGenerator(seed: UInt64(seed))
      let size = generator.pick([1.0, 10, 1000, 1e7])
      let type = generator.pick([ValueType.integer, .decimal])
      let values: [Value] = (0..<generator.pick([1, 2, 30])).map { _ in
        if generator.chance(0.1) { return .missing }
        let number = Double(generator.number(below: 2001) - 1000) / 1000 * size
        return type == .integer ? .integer(Int64(number)) : .decimal(number)
      }
      let count = generator.number(below: 20) + 2
      let found = bins(values, type, Int64(count))
      let numbers = values.compactMap(\.number)
      guard let low = numbers.min(), let high = numbers.max(), low < high else {
        #expect(found == values, "seed \(seed)")
        continue
      }
      // The naive choice: try every round width from the smallest.
      let widths = (-8...9).flatMap { power in [1.0, 2, 5].map { $0 * pow10(power) } }
        .filter { type == .decimal || $0 >= 1 }
      let width = widths.first {
        ((high / $0 + 1e-9).rounded(.down) - (low / $0 + 1e-9).rounded(.down)) + 1 <= Double(count)
      }
      for (value, bin) in zip(values, found) {
        guard let number = value.number, let start = bin.number, let width else {
          #expect(value == .missing && bin == .missing, "seed \(seed)")
          continue
        }
        // A decimal next to a border may lie on either side of it.
        let slack = type == .integer ? 0 : width * 1e-6
        #expect(
          start <= number + slack && number - slack < start + width, "seed \(seed): \(number)")
        #expect(abs((start / width).rounded() - start / width) < 1e-6, "seed \(seed): \(start)")
      }
      #expect(Set(found.filter { $0 != .missing }).count <= count, "seed \(seed)")
    }
  }

  private func pow10(_ power: Int) -> Double { Double("1e\(power)") ?? .nan }

  @Test("tenths fall into the bucket that begins with them")
  func tenths() {
    for tenth in 0..<100 {
      let value = Double(tenth) / 10
      let bucket = TypedExpression.function(
        .bucket, [.constant(.decimal(value), .decimal), .constant(.decimal(0.1), .decimal)],
        .decimal)
      #expect(ExecutionTests.value(bucket) == .decimal(value))
    }
  }

  @Test("extreme values have no bin or one, and never stop the program")
  func extremes() {
    #expect(bins([], .integer, 5) == [])
    #expect(bins([.missing], .integer, 5) == [.missing])
    #expect(bins([.integer(7)], .integer, 5) == [.integer(7)])
    #expect(bins([.decimal(0.3)], .decimal, 2) == [.decimal(0.3)])
    let widest = bins([.integer(.min), .integer(.max), .integer(0)], .integer, 4)
    #expect(widest.allSatisfy { $0 != .missing })
    _ = bins([.decimal(-1e308), .decimal(1e308), .decimal(.infinity), .decimal(.nan)], .decimal, 2)
    let tiny = Double.leastNonzeroMagnitude
    _ = bins([.decimal(tiny), .decimal(9 * tiny)], .decimal, 2)
  }
}

import Kernels
import TestSupport
import Testing

@Suite("Rows counted by the numbers of their keys")
struct RowKeysTests {
  private static let calendar: ClosedRange<Int32> = -1000...1000

  /// Rows of every kind of key, and what a naive reading makes of them.
  private struct Rows {
    var keys: [RowKeys.Key] = []
    /// The number of each row in each key.
    var numbers: [[Int]] = []
    let count: Int

    init(seed: UInt64) {
      var random = SeededGenerator(seed: seed)
      count = [0, 1, 63, 64, 65, 5000].randomElement(using: &random) ?? 0
      for _ in 0..<Int.random(in: 0...3, using: &random) { add(&random) }
    }

    private mutating func add(_ random: inout SeededGenerator) {
      let rows = 0..<count
      let present = rows.map { _ in Int.random(in: 0..<4, using: &random) > 0 }
      let isFull = Bool.random(using: &random)
      let validity = isFull ? nil : Bitmap(present)
      func number(_ row: Int, _ value: Int, of size: Int) -> Int {
        isFull || present[row] ? value : size
      }
      switch Int.random(in: 0..<4, using: &random) {
      case 0:
        let values = rows.map { _ in UInt8.random(in: 0..<5, using: &random) }
        keys.append(RowKeys.Key(bytes: values, validity: validity, count: 5))
        numbers.append(rows.map { number($0, Int(values[$0]), of: 5) })
      case 1:
        let values = rows.map { _ in UInt32.random(in: 0..<9, using: &random) }
        keys.append(RowKeys.Key(codes: values, validity: validity, count: 9))
        numbers.append(rows.map { number($0, Int(values[$0]), of: 9) })
      case 2:
        let values = rows.map { _ in Int64.random(in: -3...4, using: &random) }
        keys.append(RowKeys.Key(integers: values, validity: validity, range: -3...4))
        numbers.append(rows.map { number($0, Int(values[$0] + 3), of: 8) })
      default:
        let values = rows.map { _ in Int32.random(in: -20...20, using: &random) }
        let days = DayCells(days: values, validity: validity, calendar: RowKeysTests.calendar)
        // Weeks from day -14 to 13; other days are missing.
        keys.append(
          RowKeys.Key(days: days, first: -14, numbers: (0..<28).map { $0 / 7 }, count: 4))
        numbers.append(
          rows.map { row in
            let day = Int(values[row])
            return (-14..<14).contains(day) ? number(row, (day + 14) / 7, of: 4) : 4
          })
      }
    }
  }

  @Test("counts, first rows and numbers are those of a naive count", arguments: 0..<20)
  func counts(block: Int) throws {
    for seed in UInt64(block * 20)..<UInt64(block * 20 + 20) {
      let rows = Rows(seed: seed)
      let keys = try #require(RowKeys(rows.keys, rowCount: rows.count, most: 100_000))
      var counts = [Int](repeating: 0, count: keys.count)
      var firsts = [Int](repeating: -1, count: keys.count)
      var numbers: [Int] = []
      for row in 0..<rows.count {
        var number = 0
        for (key, values) in zip(rows.keys, rows.numbers) {
          number = number * key.size + values[row]
        }
        #expect(keys.numbers(number) == rows.numbers.map { $0[row] }, "seed \(seed)")
        counts[number] += 1
        if firsts[number] < 0 { firsts[number] = row }
        numbers.append(number)
      }
      #expect(keys.rowCounts == counts, "seed \(seed)")
      #expect(keys.firstRows(counts) == firsts, "seed \(seed)")
      #expect(keys.codes(Array(0..<keys.count)) == numbers, "seed \(seed)")
    }
  }

  @Test("more numbers than wanted are refused")
  func most() {
    let key = RowKeys.Key(bytes: [0], validity: nil, count: 9)
    #expect(RowKeys([key, key], rowCount: 1, most: 100) != nil)
    #expect(RowKeys([key, key], rowCount: 1, most: 99) == nil)
  }

  @Test("sums of decimals are exact and do not depend on the order", arguments: 0..<50)
  func sums(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let count = Int.random(in: 0..<9000, using: &random)
    // Of amounts like each other, and of amounts that are not.
    let magnitudes = [-9.0...31, -9...(-4), 2...8, 20...31, 3...31][seed % 5]
    let values = (0..<count).map { _ in
      let magnitude = Double.random(in: magnitudes, using: &random)
      let value = Double.random(in: 1..<2, using: &random) * magnitude.exponentOfTwo
      return Int.random(in: 0..<9, using: &random) == 0
        ? 0 : Bool.random(using: &random) ? value : -value
    }
    let hasAll = Bool.random(using: &random)
    let present = values.map { _ in hasAll || Int.random(in: 0..<5, using: &random) > 0 }
    let cells = Cells(values, validity: hasAll ? nil : Bitmap(present))
    let codes = values.map { _ in UInt8.random(in: 0..<3, using: &random) }
    let key = RowKeys.Key(bytes: codes, validity: nil, count: 3)
    let keys = try #require(RowKeys([key], rowCount: count, most: 10))
    let totals = try #require(keys.totals(cells))
    for group in 0..<3 {
      let rows = (0..<count).filter { Int(codes[$0]) == group && present[$0] }
      // Every value is a whole number of 2^-62ths.
      var sum: Int128 = 0
      var compensated = CompensatedSum()
      for row in rows {
        sum += Int128(values[row] * 0x1p+62)
        compensated.add(values[row])
      }
      #expect(totals[group].count == rows.count)
      #expect(totals[group].sum == Double(sum) * 0x1p-62, "seed \(seed)")
      #expect(totals[group].sum == compensated.value, "seed \(seed)")
    }
    let exponents = DecimalExponents(of: values)
    let again = try #require(
      keys.totals(cells, exponents: exponents))
    #expect(again.map(\.sum) == totals.map(\.sum), "seed \(seed)")
  }

  @Test("values that do not fit are told", arguments: [.nan, .infinity, 0x1p32, 0x1p-11, -1e300])
  func unfit(value: Double) throws {
    let key = RowKeys.Key(bytes: [0, 0], validity: nil, count: 1)
    let keys = try #require(RowKeys([key], rowCount: 2, most: 10))
    #expect(keys.totals(Cells([1, value])) == nil)
    #expect(
      keys.totals(
        Cells([1, value], validity: Bitmap([true, false])))?[0].sum == 1)
  }

  @Test("sums of integers do not overflow")
  func integers() throws {
    let key = RowKeys.Key(bytes: [0, 0, 1], validity: nil, count: 2)
    let keys = try #require(RowKeys([key], rowCount: 3, most: 10))
    let totals = keys.totals(Cells([Int64.min, .min, 7]))
    #expect(totals.map(\.sum) == [2 * Int128(Int64.min), 7, 0])
    #expect(totals.map(\.count) == [2, 1, 0])
  }

  @Test("comparisons and lookups agree with the plain ones", arguments: [0, 1, 63, 64, 65, 200])
  func bits(count: Int) {
    var random = SeededGenerator(seed: UInt64(count))
    let values = (0..<count).map { _ in
      [1.0, 2, 3, .nan, -0.0, 0].randomElement(using: &random) ?? 0
    }
    for comparison in Comparison.allCases {
      for constant in [0.0, 2] {
        #expect(
          compareDecimals(values, comparison, constant: constant)
            == compare(values, comparison, constant: constant))
      }
    }
    let codes = values.map { _ in UInt32.random(in: 0..<4, using: &random) }
    for passes in [[true, false, false, false], [true, false, true, false], [false, true]] {
      let expected = Bitmap(codes.map { Int($0) < passes.count && passes[Int($0)] })
      #expect(lookUp(PackedCodes(codes), passes) == expected)
      #expect(lookUp(PackedCodes(narrow: codes.map { UInt8($0) }), passes) == expected)
    }
  }

  @Test("numbers that occur twice are found")
  func distinct() {
    #expect(areDistinct([3, 1, 2], below: 4))
    #expect(areDistinct([], below: 0))
    #expect(!areDistinct([3, 1, 3], below: 4))
    #expect(!areDistinct([3, 1, 2, 0, 1], below: 4))
    #expect(areDistinct([5, 1, -7]) == true)
    #expect(areDistinct([5, 1, 5]) == false)
    #expect(areDistinct([Int64.min, 5, Int64.max, 4]) == nil)
  }
}

extension Double {
  /// 2 to the power of the whole part.
  fileprivate var exponentOfTwo: Double {
    Double(sign: .plus, exponent: Int(rounded(.towardZero)), significand: 1)
  }
}

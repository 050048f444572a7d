import Calendars
import Columns
import Samples
import TableFiles
import Testing

@Suite("The gym's book")
struct GymBookTests {
  @Test("never has an end before its start, nor a day outside the record", arguments: 1...4)
  func order(seed: Int) throws {
    var options = GymOptions()
    options.seed = UInt64(seed)
    options.size = 1_500
    for row in try gymRows(options) {
      #expect(row.start >= GymDesign.opening && row.start <= GymDesign.close, "\(seed) \(row)")
      guard let end = row.end else {
        #expect(row.announced == nil && row.reason == nil, "\(seed) \(row)")
        continue
      }
      #expect(end > row.start && end <= GymDesign.close, "\(seed) \(row)")
      if let announced = row.announced {
        #expect(announced >= row.start && announced <= end, "\(seed) \(row)")
      }
    }
  }

  @Test("adds up: opening + new - lost = closing in every month", arguments: 1...3)
  func balance(seed: Int) throws {
    var options = GymOptions()
    options.seed = UInt64(seed)
    let rows = try gymRows(options)
    func here(_ day: CivilDate) -> Int {
      rows.count { $0.start < day && $0.end.map { $0 >= day } ?? true }
    }
    for month in gymMonths {
      let next = month.advanced(byMonths: 1)
      let new = rows.count { $0.start >= month && $0.start < next }
      let lost = rows.count { $0.end.map { $0 >= month && $0 < next } ?? false }
      #expect(here(month) + new - lost == here(next), "\(seed) \(month)")
      #expect(new > 0, "\(seed) \(month)")
    }
  }

  @Test("reaches to the last day of 2024")
  func lastDay() throws {
    #expect(try readGym().table.about.asOf == GymDesign.close)
  }

  @Test("has the stays of one code one after the other, with a gap")
  func gaps() throws {
    let stays = Dictionary(grouping: try gymRows(), by: \.code)
    let several = stays.values.filter { $0.count > 1 }
    #expect(several.count > 100)
    for rows in several {
      let sorted = rows.sorted { $0.start < $1.start }
      for (one, next) in zip(sorted, sorted.dropFirst()) {
        guard let end = one.end else {
          Issue.record("\(one.code) returns without having left")
          continue
        }
        #expect(next.start >= end.advanced(byDays: 35), "\(one.code)")
      }
    }
  }

  @Test("lists in its truth those who returned and whom the gym let go")
  func truth() throws {
    let truth = Gym().truth
    let rows = try gymRows()
    let stays = Dictionary(grouping: rows, by: \.code).mapValues(\.count)
    #expect(Set(truth.returned) == Set(stays.filter { $0.value > 1 }.keys))
    let chosen = ["morosità", "Morosità", "escluso per regolamento", "non rinnovato da noi"]
    let letGo = Set(rows.filter { chosen.contains($0.reason ?? "") }.map(\.code))
    #expect(Set(truth.wanted) == letGo)
    #expect(truth.wanted.count > 50)
  }

  @Test("has no returns, no wanted losses and no toxic clients where they are absent")
  func absent() throws {
    let truth = Gym(plainGym()).truth
    #expect(truth.returned.isEmpty && truth.wanted.isEmpty && truth.toxic.isEmpty)
    #expect(truth.haemorrhage == nil && truth.priceRise == nil)
    #expect(truth.augustFactor == 1 && truth.januaryFactor == 1)
    #expect(Set(try gymRows(plainGym()).map(\.code)).count == 5_000)
  }
}

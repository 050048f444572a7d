import Calendars
import Samples
import Testing

/// Each effect is looked for by itself, with all others absent, and is not found where it is absent.
@Suite("What is planted in the gym")
struct GymEffectTests {
  @Test("is an August in which twice as many leave", arguments: [0, 1, 2.0])
  func august(strength: Double) throws {
    let rows = try gymRows(plainGym { $0.august = Strength(strength) })
    let august = Exposure(rows, in: { $0.components.month == 8 })
    let ratio = august.ratio(to: Exposure(rows, in: { $0.components.month != 8 }))
    expect(1 + strength, within: ratio)
  }

  @Test("is a January in which two and a half times as many sign up", arguments: [0, 1.0])
  func january(strength: Double) throws {
    let rows = try gymRows(plainGym { $0.january = Strength(strength) })
    let january = rows.count { $0.start.components.month == 1 }
    let expected = (1 + 1.5 * strength) / (12 + 1.5 * strength)
    let share = Double(january) / Double(rows.count)
    let error = (expected * (1 - expected) / Double(rows.count)).squareRoot()
    #expect(abs(share - expected) < 4 * error, "\(share) for \(expected)")
  }

  @Test("is a haemorrhage in Modena from May 2023 on, and nowhere else", arguments: [0, 1.0])
  func haemorrhage(strength: Double) throws {
    let rows = try gymRows(plainGym { $0.haemorrhage = Strength(strength) })
    let start = GymDesign.haemorrhageStart
    // Other branches at the same time are compared with, for members grow older and leave less.
    for branch in ["Bologna", "Modena", "Parma", "Forlì"] {
      func ratio(
        _ period: (CivilDate) -> Bool
      ) -> (value: Double, low: Double, high: Double) {
        Exposure(rows, in: period, where: { $0.branch == branch }).ratio(
          to: Exposure(
            rows, in: period,
            where: { $0.branch != branch && $0.branch != GymDesign.haemorrhageBranch }))
      }
      expect(1, within: ratio { $0 < start }, branch)
      let after = ratio { $0 >= start }
      expect(branch == "Modena" ? 1 + 1.5 * strength : 1, within: after, branch)
      if branch == "Modena", strength > 0 { #expect(after.low > 1.5, "\(after)") }
    }
  }

  @Test("is a price rise that drives out those who met it, for four months", arguments: [0, 1.0])
  func price(strength: Double) throws {
    let options = plainGym { $0.price = Strength(strength) }
    let rows = try gymRows(options)
    let rise = GymDesign.priceRise
    let end = rise.advanced(byMonths: GymDesign.priceRiseMonths)
    func met(_ row: GymRow) -> Bool { row.plan == "mensile" && row.start < rise }
    let during = Exposure(rows, in: { $0 >= rise && $0 < end }, where: met)
    let otherwise = Exposure(rows, in: { $0 < rise || $0 >= end }, where: met)
    expect(1 + 1.5 * strength, within: during.ratio(to: otherwise))
    let fees = Set(rows.filter { $0.plan == "mensile" }.map(\.fee))
    #expect(fees == (strength > 0 ? [54.9, 64.9] : [54.9]))
    let oldFees = rows.filter { $0.plan == "mensile" && $0.fee == 54.9 }
    let leftBefore = rows.filter { $0.plan == "mensile" && $0.end.map { $0 < rise } ?? false }
    if strength > 0 { #expect(oldFees.map(\.code) == leftBefore.map(\.code)) }
    let listed = Gym(options).truth.priceRise.map { Set($0.met) } ?? []
    let found = rows.filter { met($0) && $0.end.map { $0 >= rise } ?? true }.map(\.code)
    #expect(listed == (strength > 0 ? Set(found) : []))
  }

  @Test("are toxic clients, who take hours, complain and pay less")
  func toxic() throws {
    let options = plainGym { $0.toxic = .planted }
    let toxic = Set(Gym(options).truth.toxic)
    let rows = try gymRows(options)
    #expect((200...400).contains(toxic.count))
    func average(_ value: (GymRow) -> Double, _ isToxic: Bool) -> Double {
      let values = rows.filter { toxic.contains($0.code) == isToxic && $0.plan == "mensile" }
        .map(value)
      return values.reduce(0, +) / Double(values.count)
    }
    #expect(average(\.effort, true) > 6 * average(\.effort, false))
    #expect(
      average({ Double($0.complaints) }, true) > 10 * average({ Double($0.complaints) }, false))
    #expect(abs(average(\.fee, true) / average(\.fee, false) - 0.65) < 1e-3)
  }

  @Test("are wanted losses, mostly of toxic clients")
  func wanted() throws {
    let truth = Gym(
      plainGym {
        $0.toxic = .planted
        $0.wanted = .planted
      }
    ).truth
    let toxic = truth.wanted.count { truth.toxic.contains($0) }
    #expect(toxic * 2 > truth.wanted.count, "\(toxic) of \(truth.wanted.count)")
    #expect(toxic < truth.wanted.count)
  }

  @Test("are returns of about a seventh of those who left long enough ago")
  func returns() throws {
    let rows = try gymRows(plainGym { $0.returns = .planted })
    // Whoever left before 2023 had time for every gap.
    let horizon = CivilDate(validYear: 2023, month: 1, day: 1)
    let stays = Dictionary(grouping: rows, by: \.code).mapValues {
      $0.sorted { $0.start < $1.start }
    }
    var left = 0
    var returned = 0
    for rows in stays.values {
      for (place, row) in rows.enumerated() where row.end.map({ $0 < horizon }) ?? false {
        left += 1
        if place + 1 < rows.count { returned += 1 }
      }
    }
    let share = Double(returned) / Double(left)
    let error = (0.14 * 0.86 / Double(left)).squareRoot()
    #expect(abs(share - 0.14) < 4 * error, "\(share) of \(left)")
  }

  private func expect(
    _ factor: Double, within ratio: (value: Double, low: Double, high: Double), _ what: String = ""
  ) {
    #expect(factor > ratio.low && factor < ratio.high, "\(what) \(factor) for \(ratio)")
  }
}

import Calendars

/// Lives of members: how long they stay, why they go, whether they come back.
struct GymLife {
  let options: GymOptions
  let member: GymMember

  /// The stays of a member, in order of time. Later ones are returns.
  func stays(_ random: inout SplitMix64) -> [GymStay] {
    var stays: [GymStay] = []
    var start = member.start
    while true {
      let stay = stay(from: start, isFirst: stays.isEmpty, &random)
      stays.append(stay)
      let gap = random.within(GymDesign.returningGap)
      let comesBack = random.happens(
        options.returns.scaled(GymDesign.returningShare), in: 100)
      guard comesBack, let end = stay.end, stay.cause != .wanted else { return stays }
      start = end.advanced(byDays: gap)
      if start > GymDesign.close { return stays }
    }
  }

  private func stay(
    from start: CivilDate, isFirst: Bool, _ random: inout SplitMix64
  ) -> GymStay {
    let exit = exit(from: start, &random)
    var stay = GymStay(
      start: start, end: exit?.day, cause: exit?.cause, fee: fee(from: start, to: exit?.day))
    let notice = random.within(member.plan.notice)
    let walksOff = random.happens(8, in: 100)
    let words = reasonWords(exit?.cause ?? .usual, &random)
    if let exit {
      stay.reason = words
      let asked = max(start, exit.day.advanced(byDays: exit.cause == .wanted ? 0 : -notice))
      stay.announced = walksOff ? nil : asked
    }
    addCosts(to: &stay, isFirst: isFirst, &random)
    return stay
  }

  // MARK: Leaving

  /// The day on which a stay ends, and why; nil where it goes on beyond the record.
  private func exit(
    from start: CivilDate, _ random: inout SplitMix64
  ) -> (day: CivilDate, cause: GymCause)? {
    var month = start.firstOfMonth
    var tenure = 0
    while month <= GymDesign.close {
      let next = month.advanced(byMonths: 1)
      let first = max(month, start.advanced(byDays: 1))
      let days = Int(next.daysSinceEpoch - first.daysSinceEpoch)
      // As many draws in every month, so that an effect elsewhere does not shift them.
      let (leaves, letGo) = (random.below(1_000_000), random.below(1_000_000))
      let (cause, day) = (random.next(), random.next())
      if days > 0 {
        let share = days * 100 / Int(next.daysSinceEpoch - month.daysSinceEpoch)
        let effects = effects(in: month, start: start)
        let own = leaving(after: tenure, effects).times(percent: share)
        let exitDay = first.advanced(byDays: SplitMix64.place(of: day, below: days))
        if letGo < chanceOfLettingGo.times(percent: share).perMillion { return (exitDay, .wanted) }
        if leaves < own.perMillion { return (exitDay, effects.cause(cause)) }
      }
      month = next
      tenure += 1
    }
    return nil
  }

  private func leaving(after months: Int, _ effects: Effects) -> Chance {
    GymDesign.monthlyLeaving
      .times(percent: member.plan.leavingFactor)
      .times(percent: tenureFactor(months: months))
      .times(percent: member.isToxic ? GymDesign.toxicFactor : 100)
      .times(percent: effects.august)
      .times(percent: effects.haemorrhage)
      .times(percent: effects.price)
  }

  private var chanceOfLettingGo: Chance {
    let usual = member.isToxic ? GymDesign.wantedAmongToxic : GymDesign.wantedAmongOthers
    return Chance(perMillion: options.wanted.scaled(usual.perMillion))
  }

  /// Factors in percent.
  private struct Effects {
    var august = 100
    var haemorrhage = 100
    var price = 100

    /// Which effect a leaving is owed to: each in the share of what it adds.
    func cause(_ draw: UInt64) -> GymCause {
      let parts: [(GymCause, Int)] = [
        (.usual, 100), (.august, august - 100), (.haemorrhage, haemorrhage - 100),
        (.price, price - 100),
      ]
      var rest = SplitMix64.place(of: draw, below: parts.reduce(0) { $0 + $1.1 })
      for (cause, weight) in parts {
        if rest < weight { return cause }
        rest -= weight
      }
      return .usual
    }
  }

  private func effects(in month: CivilDate, start: CivilDate) -> Effects {
    var effects = Effects()
    if month.components.month == 8 {
      effects.august = options.august.factor(extra: GymDesign.augustExtra)
    }
    if member.branch == GymDesign.haemorrhageBranch, month >= GymDesign.haemorrhageStart {
      effects.haemorrhage = options.haemorrhage.factor(extra: GymDesign.haemorrhageExtra)
    }
    if member.plan == .monthly, start < GymDesign.priceRise, month >= GymDesign.priceRise,
      month < GymDesign.priceRise.advanced(byMonths: GymDesign.priceRiseMonths)
    {
      effects.price = options.price.factor(extra: GymDesign.priceRiseExtra)
    }
    return effects
  }

  // MARK: Money and hours

  /// The fee on the last day of the stay, or now.
  private func fee(from start: CivilDate, to end: CivilDate?) -> Int {
    guard member.plan == .monthly, end ?? GymDesign.close >= GymDesign.priceRise else {
      return member.fee
    }
    let rise = options.price.scaled(GymDesign.priceRiseCents)
    return member.fee + (member.isToxic ? rise * GymDesign.toxicFee / 100 : rise)
  }

  private func addCosts(to stay: inout GymStay, isFirst: Bool, _ random: inout SplitMix64) {
    let days = Int((stay.end ?? GymDesign.close).daysSinceEpoch - stay.start.daysSinceEpoch)
    let months = min(max(days / 30, 1), 12)
    let usual = random.within(8...36)
    let extra = random.within(GymDesign.toxicEffort)
    stay.effort = (usual + (member.isToxic ? options.toxic.scaled(extra) : 0)) * months
    let complains = random.happens(8, in: 100)
    let complaints = random.within(1...6)
    stay.complaints = (complains ? 1 : 0) + (member.isToxic ? options.toxic.scaled(complaints) : 0)
    let cost = random.within(member.channel.cost)
    let isUnknown = random.happens(2, in: 100)
    stay.acquisitionCost = isUnknown ? nil : isFirst ? cost : cost / 3
  }
}

extension CivilDate {
  /// The first day of this day's month.
  fileprivate var firstOfMonth: CivilDate {
    let (year, month, _) = components
    return CivilDate(validYear: year, month: month, day: 1)
  }
}

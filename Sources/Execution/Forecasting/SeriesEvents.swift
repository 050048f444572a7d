import Calendars
import Columns
import Planning
import Statistics

/// The named events beside one series over consecutive periods.
struct SeriesEvents {
  private let events: [NamedEvent]
  private let grain: Grain
  /// Whether two full years are known, below which no effect is told from the season.
  private let isLongEnough: Bool
  private let label: (String) -> String
  /// Beside the events; none where the series is too short to tell their effects.
  let shares: [EventShares]

  /// `horizon` periods after the last are looked at too.
  init(
    _ events: [NamedEvent], grain: Grain, first: Int, values: [Double?], horizon: Int,
    label: @escaping (String) -> String
  ) {
    self.events = events
    self.grain = grain
    self.label = label
    isLongEnough =
      Double(values.count { $0 != nil }) >= (2 * grain.periodsPerYear).rounded(.down)
    guard isLongEnough else {
      shares = []
      return
    }
    func part(_ event: NamedEvent, _ ordinals: Range<Int>) -> [Double] {
      ordinals.map { event.share(of: PartialDate(grain: grain, ordinal: $0).period) }
    }
    let end = first + values.count
    shares = events.map { event in
      EventShares(past: part(event, first..<end), future: part(event, end..<end + horizon))
    }
  }

  init(_ events: [NamedEvent], _ series: TimeSeries, _ specification: ForecastSpecification) {
    self.init(
      events, grain: specification.grain, first: series.firstOrdinal, values: series.values,
      horizon: specification.horizon, label: series.labelled)
  }

  /// A sentence for each event; `adjustment` is nil where no effect could be told.
  func notes(_ adjustment: EventAdjustment?) -> [String] {
    guard !events.isEmpty else { return [] }
    guard isLongEnough, let adjustment else {
      return [label("too short for the effects of events: they need two full years")]
    }
    return zip(events, zip(shares, adjustment.effects)).map { event, found in
      label("\(event.name): \(words(found.1, event, found.0))")
    }
  }

  private func words(_ effect: EventEffect?, _ event: NamedEvent, _ shares: EventShares) -> String {
    guard let effect else {
      if shares.past.allSatisfy({ $0 == 0 }) {
        return "not in the periods known, so that nothing tells its effect"
      }
      return
        "goes together with the season, the drift or another event, so that nothing tells its effect"
    }
    let size =
      effect.ratio.map {
        "\(brief($0)) times the usual \(brief(effect.low)) to \(brief(effect.high))"
      }
      ?? "\(brief(effect.difference)) (\(brief(effect.low)) to \(brief(effect.high)))"
    let usual = effect.ratio == nil ? 0.0 : 1
    let isChance = effect.low <= usual && usual <= effect.high
    return size + (event.isLasting ? " from its start on" : " in a \(grain) that it fills")
      + (isChance ? ", which chance may explain" : "")
  }
}

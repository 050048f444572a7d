import Columns

/// The names by which a role is known.
private struct RoleVocabulary {
  var role: Role
  /// Phrases that name the role by themselves.
  var names: String
  /// Phrases that name it if nothing better does.
  var weakNames = ""
  /// Words that may stand beside such a phrase without changing what it means.
  var neutral: String
}

/// How well a name fits the roles: 100 for a known name, 80 and less with other words beside it.
/// Roles that it does not fit are absent.
func roleScores(_ words: [String]) -> [Role: Int] {
  guard !words.isEmpty, words.count <= 8 else { return [:] }
  var scores: [Role: Int] = [:]
  func raise(_ role: Role, to score: Int) {
    if score > scores[role] ?? 0 { scores[role] = score }
  }
  for entry in entriesWithoutBlanks[words.joined()] ?? [] {
    raise(entry.role, to: entry.isWeak ? 50 : 95)
  }
  for first in words.indices {
    for last in first..<min(words.count, first + 3) {
      let phrase = words[first...last].joined(separator: " ")
      guard let entries = entriesByPhrase[phrase] else { continue }
      let rest = words[..<first] + words[(last + 1)...]
      for entry in entries {
        if rest.isEmpty {
          raise(entry.role, to: entry.isWeak ? 50 : 100)
        } else if let neutral = neutralWords[entry.role], rest.allSatisfy(neutral.contains) {
          raise(entry.role, to: (entry.isWeak ? 45 : 80) - rest.count)
        }
      }
    }
  }
  return scores
}

private struct Entry {
  var role: Role
  var isWeak: Bool
}

private let entriesByPhrase: [String: [Entry]] = {
  var entries: [String: [Entry]] = [:]
  for vocabulary in vocabularies {
    for name in phrases(vocabulary.names) {
      entries[name, default: []].append(Entry(role: vocabulary.role, isWeak: false))
    }
    for name in phrases(vocabulary.weakNames) {
      entries[name, default: []].append(Entry(role: vocabulary.role, isWeak: true))
    }
  }
  return entries
}()

private let entriesWithoutBlanks: [String: [Entry]] = {
  var entries: [String: [Entry]] = [:]
  for (phrase, found) in entriesByPhrase where phrase.contains(" ") {
    entries[phrase.filter { $0 != " " }, default: []] += found
  }
  return entries
}()

private let neutralWords: [Role: Set<String>] = {
  var words: [Role: Set<String>] = [:]
  for vocabulary in vocabularies {
    words[vocabulary.role] = Set(vocabulary.neutral.split(separator: " ").map(String.init))
  }
  return words
}()

private func phrases(_ list: String) -> [String] {
  list.split(separator: ",").map { phrase in
    phrase.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
  }
}

private let wordsOfTime =
  "date data day on at of il in di del della dal al dt fecha datum giorno time timestamp ts de d la "
  + "le contract contratto client cliente customer member membership subscription abbonamento "
  + "account user utente effective effettiva effettivo"

private let vocabularies: [RoleVocabulary] = [
  RoleVocabulary(
    role: .customer,
    names: """
      customer, customer id, client, client id, member, member id, account id, cliente,
      id cliente, codice cliente, socio, id socio, codice socio, user id, utente, id utente, cust,
      cust id, subscriber, subscriber id, abbonato, tessera, numero tessera, kunde, kunden id,
      kundennummer, mitglied, abonne, numero client, id client, contact id, patient id, paziente,
      household id, customerid, master id, membro, tesserato
      """,
    weakNames: "id, account, user, codice, subscription id, contract id, contratto, email, patient",
    neutral:
      "id ids no nr num numero number n code codice cod key ref the del di de identifier uuid "
      + "unique master"),
  RoleVocabulary(
    role: .start,
    names: """
      start, start date, started, signup, sign up, signed up, signup date, joined, join date,
      joining, member since, customer since, client since, since, registration, registered,
      enrolled, enrolment, enrollment, subscribed, subscription start, contract start, activation,
      activated, onboarded, first day, valid from, iscrizione, iscritto, iscritta, data iscrizione,
      inizio, data inizio, attivazione, ingresso, adesione, decorrenza, sottoscrizione, alta,
      fecha alta, inicio, fecha inicio, debut, date debut, inscription, beginn, eintritt,
      eintrittsdatum, startdatum, vertragsbeginn, tesseramento, cliente dal, attivo dal
      """,
    weakNames:
      "created, created at, from, dal, von, desde, entrata, hired, hire date, admission, appointed",
    neutral: wordsOfTime),
  RoleVocabulary(
    role: .end,
    names: """
      end, end date, ended, left, leave date, leaving, leaving date, cancelled, canceled,
      cancellation, churned, churn date, churned at, termination, terminated, exit, exit date,
      exited, closed, stopped, unsubscribed, deactivated, deactivation, last day, disdetta, recesso,
      uscita, data uscita, fine, data fine, cessazione, cessato, cessata, chiusura, dimissioni,
      baja, fecha baja, fin, date fin, resiliation, depart, kundigung, kuendigung, austritt,
      austrittsdatum, ende, enddatum, vertragsende, cancellazione
      """,
    weakNames:
      "until, to, valid to, al, fino al, bis, hasta, stop, abbandono, scioglimento, lost",
    neutral: wordsOfTime),
  RoleVocabulary(
    role: .announced,
    names: """
      announced, announcement, notice, notice date, notice given, cancelled at, cancelled on,
      canceled at, canceled on, cancellation date, cancellation request, cancellation requested,
      disdetta, data disdetta, preavviso, data preavviso, annuncio, richiesta disdetta, preavis,
      kundigung, kuendigung, preaviso
      """,
    neutral: wordsOfTime),
  RoleVocabulary(
    role: .reason,
    names: """
      reason, motivo, motivazione, causa, causale, cause, motif, raison, razon, grund,
      kundigungsgrund, why, churn reason, motivo disdetta
      """,
    neutral:
      "churn leaving cancellation cancel cancelled for of di della del disdetta uscita recesso "
      + "exit end termination text description loss lost per de la abbandono departure loss the "
      + "customer cliente main primary principale"),
  RoleVocabulary(
    role: .date,
    names: """
      date, data, order date, purchase date, transaction date, invoice date, visit date, sale date,
      data acquisto, data ordine, data visita, data vendita, data fattura, visita, visit, giorno,
      fecha, datum, purchased, ordered, acquisto, renewal date, data rinnovo, due date, timestamp,
      order time, ordered at, purchased at, fecha compra, date achat, bestelldatum, kaufdatum
      """,
    weakNames: "day, created at, scadenza, data scadenza, when, quando",
    neutral:
      "of on at di del the order purchase transaction invoice visit sale ordine acquisto visita "
      + "vendita time dt"),
  RoleVocabulary(
    role: .amount,
    names: """
      amount, fee, mrr, price, importo, canone, quota, incasso, prezzo, revenue, sales, spend,
      monthly fee, monthly charge, monthly charges, charge, charges, fees, subscription fee, ricavo,
      fatturato, betrag, preis, umsatz, montant, prix, importe, precio, cuota, takings, payment,
      pagato, tariffa, rata, spesa, dollars, order value, order total, basket value
      """,
    weakNames: "total, totale, value, valore, paid, arr, euro, eur, usd",
    neutral:
      "monthly mensile mensili annual annuale yearly per month mese anno year eur euro usd gbp "
      + "net netto gross lordo of in order purchase transaction ordine acquisto contract "
      + "subscription abbonamento di del line total totale recurring current weekly quarterly "
      + "invoice fattura"),
  RoleVocabulary(
    role: .renewed,
    names: """
      renewed, renewal, rinnovo, rinnovato, rinnovata, renouvele, renovado, verlangert, has renewed,
      is renewed
      """,
    neutral: "is has did flag yn indicator customer cliente client contract contratto"),
  RoleVocabulary(
    role: .tenure,
    names: """
      tenure, tenure months, durata, duration, anzianita, permanenza, length of stay, months active,
      mesi attivo, antiguedad, anciennete, laufzeit, time to event
      """,
    weakNames: "months, mesi, lifetime",
    neutral:
      "months mesi days giorni years anni in as client customer cliente di of month day total "
      + "da"),
  RoleVocabulary(
    role: .lost,
    names: """
      lost, churn, churned, perso, persa, persi, exited, attrition, observed, left, cancelled,
      canceled, abbandono, abbandonato, disdetto, cessato, uscito, uscita, perdu, verloren, perdido,
      has left, has churned, is lost, disdetta, event observed
      """,
    weakNames: "event, evento",
    neutral: "is has flag yn ind indicator customer client cliente value label status event did ha"),
  RoleVocabulary(
    role: .effort,
    names: """
      effort, hours, tickets, ore, support hours, support tickets, ore assistenza, assistenza,
      service hours, complaints, reclami, stunden, heures, horas, service calls
      """,
    neutral: "support assistenza service servizio of di spent number n num count open"),
  RoleVocabulary(
    role: .cost,
    names: """
      cac, acquisition cost, costo acquisizione, costo di acquisizione, cost of acquisition,
      customer acquisition cost
      """,
    weakNames: "cost, costo, cout, kosten, coste",
    neutral: "customer client acquisition acquisizione of di per eur euro cliente marketing"),
]

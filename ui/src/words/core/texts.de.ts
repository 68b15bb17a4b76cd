/** Was der Kern ohne Zahlen und Namen sagt, auf Deutsch: Regeln, Anleitungen, Gründe. */
import type { Texts } from '.';

export const texts: Texts = {
  because: {
    account_number: 'Es ist die Nummer eines Kontoeintrags in diesem Fall.',
    altered_copy:
      'Eine Nummer davor im Kontext unterscheidet sich von dieser in einer Ziffer oder in zwei vertauschten Nachbarn.',
    attached: 'Etwas, das davor angehängt wurde, enthält diese Nummer.',
    chat_record: 'Die Aufzeichnungen des Chats selbst (Absender, Mitglieder, Hinweise) enthalten diese Nummer.',
    connector_result: 'Eine Ihrer eigenen Anbindungen lieferte diese Nummer, bevor der Assistent sie schrieb.',
    not_recorded: 'Nichts, was lesbar war, liefert diese Nummer; aber nicht alles, was im Kontext stand, war lesbar.',
    placeholder:
      'Sie liegt in einem Bereich, der für Nummern nur steht, und die Worte geben sie nicht zum Gebrauch aus.',
    repeated: 'Der Assistent hatte diese Nummer schon vorher geschrieben.',
    service_context:
      'Anweisungen, Gedächtnis, ein Projekt oder anderer ständiger Kontext des Dienstes enthalten diese Nummer.',
    tool_result: 'Ein Werkzeug lieferte diese Nummer, bevor der Assistent sie schrieb.',
    typed_by_another: 'Eine andere Person tippte diese Nummer, bevor der Assistent sie schrieb.',
    typed_by_you: 'Sie tippten diese Nummer, bevor der Assistent sie schrieb.',
    volunteered:
      'Nichts davor auf demselben Zweig enthält diese Nummer: keine Worte, kein Anhang, kein Ergebnis eines Werkzeugs, kein ständiger Kontext. Auch kein anderer Zweig und keine andere Unterhaltung desselben Exports liefert sie.',
  },
  flagBecause: {
    asked_for: 'Eine Person hatte unmittelbar davor nach einer Nummer gefragt.',
    endorsed: 'Eine Person fragte, ob die Nummer stimmt, und die Antwort bejaht es.',
    helpline_turned_mobile:
      'Gefragt war eine Hotline; nach ihrem Nummernplan ist dies ein Mobilanschluss, und kein Werkzeug lieferte sie.',
    hidden_context: 'In der App sehen Sie das nicht.',
    order_uncertain:
      'Lieferant und Antwort lassen sich nicht ordnen: Eine Uhrzeit oder Zone fehlt. Die Reihenfolge ist unsicher.',
    other_branch: 'Der Lieferant steht auf einem Zweig, der durch Bearbeiten oder Neuerzeugen verlassen wurde.',
    other_conversation: 'Der Lieferant steht in einer anderen Unterhaltung desselben Exports.',
    said_afterwards:
      'Spätere Nachrichten sprechen darüber; sie sind als Behauptungen aufgeführt, die für sich nichts erklären.',
    sent_to_tool: 'Der Assistent schrieb sie in den Aufruf eines Werkzeugs: Sie verließ die Unterhaltung.',
    slot_filler: 'Sie füllt eine Lücke in einem Entwurf oder in Programmtext.',
    speaks_as_owner: 'Die Worte daneben klingen, als wäre die Nummer die des Assistenten selbst.',
    urges_contact: 'Die Worte daneben drängen dazu, anzurufen oder zu schreiben.',
  },
  notRead: {
    audio: 'Eine Sprachnachricht oder Tonaufnahme: Was sie sagt, wurde nicht durchsucht.',
    contact_card: 'Eine Kontaktkarte: Der Export lässt sie weg.',
    deleted_message: 'Eine Nachricht, die ihr Verfasser gelöscht hat.',
    document: 'Ein Dokument: Sein Text ist nicht in diesem Export.',
    image: 'Ein Bild: Was es zeigt, wurde nicht durchsucht.',
    media: 'Ein Bild, Ton, Video oder eine Datei, die der Export weglässt: nicht durchsucht.',
    tool_result: 'Was ein Werkzeug lieferte: Der Export lässt es weg.',
    unknown_block: 'Ein Teil von einer Art, die diese Version nicht kennt: Seine Worte wurden durchsucht.',
    video: 'Ein Video: Was es zeigt und sagt, wurde nicht durchsucht.',
    view_once: 'Eine Nachricht, die man nur einmal sehen konnte.',
  },
  damage: {
    ambiguous_date: 'Tag und Monat könnten vertauscht sein; eine Reihenfolge wurde angenommen',
    bad_date: 'ein Datum ist in keiner bekannten Schreibweise',
    bad_encoding: 'einige Bytes sind kein Text und wurden ersetzt',
    broken_tree: 'Nachrichten verweisen im Kreis aufeinander oder ins Leere',
    checksum: 'die Bytes sind nicht die, die das Archiv verzeichnet',
    cut_off: 'die Datei endet mitten in einem Datensatz',
    duplicate_id: 'zwei Datensätze beanspruchen dieselbe Kennung',
    malformed: 'ein Datensatz ist nicht wohlgeformt',
    missing_field: 'einem Datensatz fehlt ein Feld, das er braucht',
    missing_file: 'eine Datei, die der Export nennt, ist nicht da',
    record_too_large: 'ein Datensatz ist größer als die Grenze',
    too_deep: 'ein Datensatz ist tiefer verschachtelt als die Grenze',
  },
  rules: {
    'account-silo': {
      name: 'Kontonummer außerhalb des Kontoeintrags',
      about:
        'Ein Dienst bekam die Nummer bei der Anmeldung und sagt, dass er sie von Unterhaltungen getrennt hält. Die Regel sucht sie in Nachrichten, Ergebnissen von Werkzeugen, Gedächtnis und Anweisungen desselben Exports und zählt, was nicht lesbar war. Dass nichts gefunden wurde, steht mit dieser Zahl auf der Seite der Nummer; ein Fund beweist kein Leck, denn Sie können sie selbst getippt haben: Die Belege sagen, wer sie schrieb.',
      advice: [
        'Sehen Sie nach, wer sie schrieb: Waren Sie es, steht sie Ihretwegen in der Unterhaltung.',
        'War es ein Werkzeug oder der Assistent, fragen Sie den Dienst, woher.',
      ],
    },
    'altered-copy': {
      name: 'Veränderte Kopie einer Nummer',
      about:
        'Ein Assistent schrieb eine Nummer, die sich von einer im Kontext in einer einzigen Ziffer oder in zwei vertauschten Nachbarn unterscheidet. Wahrscheinlich wollte er diese wiederholen und gab die einer fremden Person heraus.',
      advice: [
        'Nehmen Sie die Nummer aus dem Kontext, nicht die der Antwort.',
        'Berichtigen Sie Entwürfe oder Nachrichten, in die die veränderte Nummer kam.',
      ],
    },
    endorsed: {
      name: 'Nummer, die ein Assistent bestätigte',
      about:
        'Eine Person fragte einen Assistenten, ob eine Nummer richtig oder echt ist, und die Antwort bejahte es, ohne dass das Ergebnis eines Werkzeugs die Nummer enthält. Auf ein solches Wort hin haben Menschen bei Betrügern angerufen.',
      advice: [
        'Prüfen Sie die Nummer auf der eigenen Seite der Organisation.',
        'Haben Sie schon angerufen, sagen Sie es Ihrer Bank oder der Organisation.',
      ],
    },
    'exposed-without-typing': {
      name: 'Ihre Nummer, von der App selbst gezeigt',
      about:
        'Niemand hat Ihre Nummer getippt, und doch steht sie im Chat: als Absender, der nicht in den Kontakten des Exportierenden ist, in einer Erwähnung, einem Hinweis auf eine geänderte Nummer, auf einer Kontaktkarte, in einem Link oder Dateinamen. Alle im Chat können sie dort lesen.',
      advice: [
        'Wo die App es erlaubt, verbergen Sie Ihre Nummer vor Gruppen.',
        'Gegen Nachrichten, die schon da sind, ist nichts zu tun.',
      ],
    },
    'given-away': {
      name: 'Fremde Nummer an einen Assistenten gegeben',
      about:
        'Sie tippten oder hängten eine Nummer an, die nicht Ihre ist, wo ein KI-Assistent sie lesen konnte. Wem sie gehört, wurde nicht gefragt. Nummern öffentlicher Dienste sind ausgenommen.',
      advice: [
        'Löschen Sie die Unterhaltung beim Dienst, wenn die Nummer nicht dort stehen muss.',
        'Sagen Sie es der Person, wenn es darauf ankommt.',
      ],
    },
    'helpline-turned-mobile': {
      name: 'Hotline mit einer Mobilnummer beantwortet',
      about:
        'Jemand fragte einen Assistenten nach einer Hotline oder einem Kundendienst; die Antwort enthielt eine Mobilnummer, und kein Werkzeug hatte sie geliefert. Hotlines sind selten Mobilanschlüsse, und ein Mobiltelefon klingelt meist in einer privaten Tasche. Wo der Nummernplan Mobil- und Festnetz nicht unterscheidet, wie in Nordamerika, enthält sich die Regel.',
      advice: [
        'Rufen Sie die Nummer nicht an: Sie kann einer Privatperson gehören.',
        'Nehmen Sie die Hotline von der eigenen Seite der Organisation.',
        'Melden Sie die Antwort dem Dienst.',
      ],
    },
    'hidden-context': {
      name: 'Nummer in verborgenem Kontext',
      about:
        'Eigene Anweisungen, Gedächtnis, Projektdokumente und eingefügter Kontext erreichen jede Unterhaltung, und die meisten Apps zeigen sie nicht neben dem Chat. Eine Nummer, die dort steht, wird dem Assistenten jedes Mal neu übergeben.',
      advice: ['Löschen Sie sie aus Gedächtnis oder Anweisungen des Dienstes, wenn sie nicht dort stehen muss.'],
    },
    'mine-shown': {
      name: 'Ihre Nummer in einem Chat',
      about:
        'Ihre eigene Nummer steht in einem Chat, in dem andere sie lesen konnten. Die Zahl der Personen ist eine Untergrenze: gezählt sind die, die dort nachweislich schrieben, Assistenten eingeschlossen; stille Mitglieder lassen sich nicht zählen.',
      advice: [
        'Bitten Sie die Gruppenverwaltung oder die Person, die Nachricht zu löschen, wenn es darauf ankommt.',
        'Nichts zu tun, wenn Sie sie teilen wollten.',
      ],
    },
    'origin-not-recorded': {
      name: 'Herkunft nicht verzeichnet',
      about:
        'Die Worte eines Assistenten enthalten eine Nummer, die nichts Lesbares lieferte; aber der Export lässt etwas weg: was Werkzeuge lieferten, ein Bild, eine Sprachnachricht, den Anfang der Unterhaltung. Von dort kann sie gekommen sein, also lässt sich nichts Stärkeres sagen.',
      advice: ['Sehen Sie im Original nach, was nicht gelesen wurde.', 'Behandeln Sie die Nummer als ungeprüft.'],
    },
    'passed-on': {
      name: 'Weitergegebene Nummer',
      about:
        'Eine Nummer, die zuerst in der Antwort eines Assistenten stand und von nichts geliefert war, schrieb später eine Person in einem Chat. Sie ist gewandert. Wo sich die Zeiten der beiden Exporte nicht vergleichen lassen, sagt der Befund, dass die Reihenfolge unsicher ist.',
      advice: ['Sagen Sie den Leuten in diesem Chat, woher die Nummer kam.'],
    },
    'sent-to-tool': {
      name: 'Nummer an ein Werkzeug gesendet',
      about:
        'Ein Assistent schrieb eine Nummer in den Aufruf eines Werkzeugs: einer Suche, einer Nachricht, einer Anbindung. Die Nummer verließ die Unterhaltung und ging an den, der das Werkzeug betreibt.',
      advice: [
        'Sehen Sie nach, welches Werkzeug sie bekam, und ob Sie das wollten.',
        'Entfernen Sie Anbindungen, die Sie nicht brauchen.',
      ],
    },
    volunteered: {
      name: 'Ungefragt gelieferte Nummer',
      about:
        'Die Worte eines Assistenten enthalten eine Nummer, die nichts davor lieferte: nicht Sie, keine andere Person, kein Anhang, kein Werkzeug, kein ständiger Kontext, auf keinem Zweig und in keiner anderen Unterhaltung desselben Exports. Woher die Nummer stattdessen kam, kann ein Export nicht sagen. Wo Daten von Werkzeugen oder ein früheres Bild nicht gelesen wurden, heißt der Befund stattdessen „Herkunft nicht verzeichnet“.',
      advice: [
        'Rufen oder schreiben Sie die Nummer nicht zur Probe an: Sie kann einer Privatperson gehören.',
        'Suchen Sie die Nummer auf der eigenen Seite der Organisation, bevor Sie sie benutzen.',
        'Melden Sie die Antwort dem Dienst, mit Link oder Kennung der Unterhaltung.',
      ],
    },
  },
  guides: {
    chatgpt:
      'Öffnen Sie in ChatGPT Einstellungen, Datenkontrollen, Daten exportieren, und bestätigen Sie. Binnen weniger Tage bringt eine E-Mail einen Link zu einem Zip; der Link gilt 24 Stunden.',
    claude:
      'Öffnen Sie in Claude, im Web oder in der Desktop-App, Einstellungen, Datenschutz, Daten exportieren. Eine E-Mail bringt einen Link zu einem Zip; der Link gilt 24 Stunden.',
    'claude-code':
      'Nichts zu exportieren: Jede Sitzung ist eine Datei unter ~/.claude/projects auf dem Computer, auf dem sie lief.',
    codex:
      'Nichts zu exportieren: Jede Sitzung ist eine Datei unter ~/.codex/sessions auf dem Computer, auf dem sie lief.',
    deepseek: 'Öffnen Sie in DeepSeek im Web Einstellungen, Daten, Daten exportieren.',
    discord:
      'Öffnen Sie in Discord Benutzereinstellungen, Daten und Privatsphäre, Alle meine Daten anfordern. Das Paket enthält nur Ihre eigenen Nachrichten.',
    email:
      'Wählen Sie auf takeout.google.com Gmail (.mbox); speichern Sie in einem E-Mail-Programm eine Nachricht als .eml oder exportieren Sie einen Ordner als mbox.',
    'google-activity':
      'Wählen Sie auf takeout.google.com nur Meine Aktivitäten, darin nur Gemini-Apps, und als Format JSON. (Das Produkt namens Gemini in der Liste enthält keine Unterhaltungen.)',
    grok: 'Wählen Sie auf accounts.x.ai oder in den Einstellungen von Grok unter Daten, die Daten Ihres Kontos herunterzuladen.',
    'kakaotalk-text':
      'Öffnen Sie im Chatraum das Menü, Einstellungen, Chat-Nachrichten exportieren, und sichern Sie den Text.',
    'line-text':
      'Öffnen Sie im Chat das Menü, Einstellungen (Weitere Einstellungen), Chatverlauf exportieren, und sichern Sie die Textdatei.',
    'markdown-transcript':
      'Kopieren Sie eine Unterhaltung in eine Textdatei oder speichern Sie sie als Markdown, mit den Namen der Sprechenden.',
    meta: 'Öffnen Sie in Facebook oder Instagram die Kontenübersicht, Deine Informationen und Berechtigungen, Deine Informationen herunterladen, und wählen Sie JSON. Eine E-Mail sagt, wann das Zip bereit ist.',
    'signal-jsonl':
      'Öffnen Sie in Signal Einstellungen, Chats oder Backups, und exportieren Sie den Chatverlauf ohne Verschlüsselung.',
    slack:
      'Wer den Workspace verwaltet, öffnet Einstellungen, Daten importieren und exportieren, Exportieren, und bekommt ein Zip.',
    'sms-backup':
      'In der Android-App SMS Backup & Restore: jetzt sichern, mit Nachrichten und Anruflisten; nehmen Sie dann die .xml-Dateien.',
    subtitles:
      'Laden Sie das Transkript einer Besprechung (.vtt) oder die Untertitel einer Aufnahme (.vtt, .srt) herunter.',
    'telegram-json':
      'Öffnen Sie in Telegram Desktop Einstellungen, Erweitert, Telegram-Daten exportieren, und wählen Sie „Maschinenlesbares JSON“; oder öffnen Sie das Menü eines einzelnen Chats und wählen Sie Chatverlauf exportieren.',
    twitter:
      'Öffnen Sie in X Einstellungen, Dein Account, Archiv deiner Daten herunterladen, und bestätigen Sie. Das Zip ist nach etwa einem Tag bereit.',
    vcard:
      'In der Kontakte-App des Telefons: Kontakte als .vcf-Datei teilen oder exportieren. In Google Kontakte: Exportieren, vCard.',
    'whatsapp-text':
      'Öffnen Sie den Chat in WhatsApp, dann Menü, Mehr, Chat exportieren (iPhone: auf den Namen des Chats, Chat exportieren). Wählen Sie „mit Medien“, um geteilte Kontaktkarten zu behalten.',
  },
  said: {
    'cannot open the case {}: it is open in another window or program; close it there first':
      'Der Fall {} lässt sich nicht öffnen: Er ist in einem anderen Fenster oder Programm offen; schließen Sie ihn dort zuerst.',
    'there is no case in {}: choose a folder that Teltale made, or create one':
      'In {} ist kein Fall: Wählen Sie einen Ordner, den Teltale angelegt hat, oder legen Sie einen neuen an.',
    'cannot create a case in {}: the folder is not empty; choose a new or empty one':
      'In {} lässt sich kein Fall anlegen: Der Ordner ist nicht leer; wählen Sie einen neuen oder leeren.',
    'this is the last way to open the case: add another before removing it, or erase the case':
      'Dies ist der letzte Weg, den Fall zu öffnen: Fügen Sie erst einen anderen hinzu, oder löschen Sie den Fall.',
    'the case is damaged: a page of its database cannot be read; nothing is shown that might be wrong. Check the disk, then restore the folder from a copy, or read the sources again into a new case':
      'Der Fall ist beschädigt: Eine Seite seiner Datenbank ist nicht lesbar; nichts wird gezeigt, was falsch sein könnte. Prüfen Sie den Datenträger, und stellen Sie dann den Ordner aus einer Kopie wieder her, oder lesen Sie die Quellen in einen neuen Fall.',
    "the case's database could not be read or written: check the disk (its cable, your share of it), then open the case again; everything up to the last saved batch is safe":
      'Die Datenbank des Falls ließ sich nicht lesen oder schreiben: Prüfen Sie den Datenträger (Kabel, freier Platz) und öffnen Sie den Fall erneut; alles bis zum letzten gesicherten Stapel ist sicher.',
    "the case's folder may not be written: check its permissions, or copy it elsewhere":
      'In den Ordner des Falls darf nicht geschrieben werden: Prüfen Sie die Zugriffsrechte, oder kopieren Sie ihn anderswohin.',
    'a scan is already writing to this case; wait for it or stop it':
      'In diesen Fall wird gerade gelesen; warten Sie darauf, oder halten Sie es an.',
    'numbers are locked: unlock the case to see digits':
      'Die Nummern sind gesperrt: Entsperren Sie den Fall, um Ziffern zu sehen.',
    stopped: 'angehalten',
    'an earlier write failed; begin again with a new writer':
      'Ein früheres Schreiben ist fehlgeschlagen; öffnen Sie den Fall erneut.',
    'cannot read {} again: it is not where it was; put it back or add it from where it is now':
      '{} lässt sich nicht noch einmal lesen: Die Datei ist nicht, wo sie war; legen Sie sie zurück, oder fügen Sie sie von dort hinzu, wo sie jetzt ist.',
    'this is not a phone number: write it with its country code, such as +44 7700 900123, or say which country with --region':
      'Das ist keine Telefonnummer: Schreiben Sie sie mit Landesvorwahl, etwa +44 7700 900123.',
    'nothing to read: name at least one file or folder':
      'Nichts zu lesen: Nennen Sie mindestens eine Datei oder einen Ordner.',
    'stopped; what was read until then is kept': 'angehalten; was bis dahin gelesen wurde, bleibt',
    'Captions or meeting transcript': 'Untertitel oder Transkript einer Besprechung',
    'ChatGPT export': 'ChatGPT-Export',
    'Claude Code session': 'Claude-Code-Sitzung',
    'Claude export': 'Claude-Export',
    'Codex session': 'Codex-Sitzung',
    'Contact cards': 'Kontaktkarten',
    'Conversation with an assistant, as text': 'Unterhaltung mit einem Assistenten, als Text',
    'DeepSeek export': 'DeepSeek-Export',
    'Discord export': 'Discord-Export',
    'E-mail': 'E-Mail',
    'Facebook or Instagram export (JSON)': 'Facebook- oder Instagram-Export (JSON)',
    'Google activity (JSON)': 'Google-Aktivitäten (JSON)',
    'Grok export': 'Grok-Export',
    JSON: 'JSON',
    'JSON Lines': 'JSON Lines',
    'JSON in no layout we know, read string by string':
      'JSON in keinem bekannten Aufbau, Zeichenkette für Zeichenkette gelesen',
    'JSON with a list of messages that name their speakers':
      'JSON mit einer Liste von Nachrichten, die ihre Sprechenden nennen',
    'KakaoTalk chat': 'KakaoTalk-Chat',
    'LINE chat': 'LINE-Chat',
    'SMS Backup & Restore': 'SMS Backup & Restore',
    'Signal export': 'Signal-Export',
    'Slack export': 'Slack-Export',
    Table: 'Tabelle',
    'Telegram export (JSON)': 'Telegram-Export (JSON)',
    "Telegram's sections: personal information, contacts, chats":
      'Telegrams Abschnitte: persönliche Angaben, Kontakte, Chats',
    Text: 'Text',
    'WhatsApp chat': 'WhatsApp-Chat',
    'X (Twitter) archive': 'X-Archiv (Twitter)',
    'XML of calls, as SMS Backup & Restore writes them': 'XML von Anrufen, wie SMS Backup & Restore es schreibt',
    "XML of calls, as a phone's clone program writes them":
      'XML von Anrufen, wie das Umzugsprogramm eines Telefons es schreibt',
    'XML of text messages, as SMS Backup & Restore writes them':
      'XML von Textnachrichten, wie SMS Backup & Restore es schreibt',
    'a JSON value a line, in no layout we know': 'ein JSON-Wert je Zeile, in keinem bekannten Aufbau',
    'a JSON value a line, with messages that name their speakers':
      'ein JSON-Wert je Zeile, mit Nachrichten, die ihre Sprechenden nennen',
    'a date is in no known style': 'ein Datum ist in keiner bekannten Schreibweise',
    'a design chat with content blocks': 'ein Gestaltungs-Chat mit Inhaltsblöcken',
    'a file that the export names is not there': 'eine Datei, die der Export nennt, ist nicht da',
    "a first line with the time of Signal's backup": 'eine erste Zeile mit der Zeit von Signals Sicherung',
    'a guild, a channel and its messages': 'ein Server, ein Kanal und seine Nachrichten',
    'a line that begins with From, then the headers of a mail':
      'eine Zeile, die mit From beginnt, dann die Kopfzeilen einer E-Mail',
    'a list assigned to window.YTD, the way X writes its archive':
      'eine Liste, die window.YTD zugewiesen ist, wie X sein Archiv schreibt',
    'a list of shared ChatGPT conversations': 'eine Liste geteilter ChatGPT-Unterhaltungen',
    "a profile file of Meta's export": 'eine Profildatei aus dem Export von Meta',
    'a project with its prompt and documents': 'ein Projekt mit seiner Vorgabe und seinen Dokumenten',
    'a record is larger than the limit': 'ein Datensatz ist größer als die Grenze',
    'a record is nested deeper than the limit': 'ein Datensatz ist tiefer verschachtelt als die Grenze',
    'a record is not well-formed': 'ein Datensatz ist nicht wohlgeformt',
    'a record lacks a field that it needs': 'einem Datensatz fehlt ein Feld, das er braucht',
    'a table with a column of phone numbers': 'eine Tabelle mit einer Spalte von Telefonnummern',
    'a table with columns for who wrote what': 'eine Tabelle mit Spalten dafür, wer was schrieb',
    'an account record with a mobile number and identity providers':
      'ein Kontoeintrag mit Mobilnummer und Anmeldediensten',
    "an account record with the fields of ChatGPT's user file":
      'ein Kontoeintrag mit den Feldern der Nutzerdatei von ChatGPT',
    "an account record with the fields of Claude's user file":
      'ein Kontoeintrag mit den Feldern der Nutzerdatei von Claude',
    "an account record with the fields of Discord's user file":
      'ein Kontoeintrag mit den Feldern der Nutzerdatei von Discord',
    'an address book that was uploaded to Meta': 'ein Adressbuch, das zu Meta hochgeladen wurde',
    'an earlier state of a file that has changed since':
      'ein früherer Stand einer Datei, die sich seither geändert hat',
    'begins with BEGIN:VCARD': 'beginnt mit BEGIN:VCARD',
    'begins with WEBVTT': 'beginnt mit WEBVTT',
    "begins with [LINE], a chat's name and a day": 'beginnt mit [LINE], dem Namen eines Chats und einem Tag',
    'begins with the headers of a mail': 'beginnt mit den Kopfzeilen einer E-Mail',
    'cannot be read: entity not found': 'nicht lesbar: nicht gefunden',
    'cannot be read: permission denied': 'nicht lesbar: keine Berechtigung',
    'conversations whose messages name a human or assistant sender':
      'Unterhaltungen, deren Nachrichten Mensch oder Assistent als Absender nennen',
    'conversations whose messages stand in a mapping of nodes':
      'Unterhaltungen, deren Nachrichten in einem Geflecht von Knoten stehen',
    'conversations whose nodes hold fragments of requests and responses':
      'Unterhaltungen, deren Knoten Stücke von Anfragen und Antworten enthalten',
    'conversations with their responses beside them': 'Unterhaltungen mit ihren Antworten daneben',
    'day and month could be either way round; one order was assumed':
      'Tag und Monat könnten vertauscht sein; eine Reihenfolge wurde angenommen',
    'days between rules, and lines of a name and a time in brackets':
      'Tage zwischen Strichen und Zeilen aus Name und Uhrzeit in Klammern',
    'days, and below them lines of a time, a sender and a text between tabs':
      'Tage und darunter Zeilen aus Uhrzeit, Absender und Text zwischen Tabulatoren',
    'empty: there is nothing to read': 'leer: Es gibt nichts zu lesen',
    'hidden in its archive by a later file of the same name':
      'in seinem Archiv von einer späteren Datei gleichen Namens verdeckt',
    'it is encrypted; give its password to read it': 'verschlüsselt; zum Lesen wird das Passwort gebraucht',
    'it may not be read: its permissions forbid it': 'darf nicht gelesen werden: Die Zugriffsrechte verbieten es',
    'it was changed while it was read: what was found may be of two versions; scan it again':
      'wurde während des Lesens geändert: Das Gefundene kann aus zwei Fassungen stammen; lesen Sie die Datei noch einmal',
    'its bytes are damaged': 'die Bytes sind beschädigt',
    'its bytes are not those the archive recorded': 'die Bytes sind nicht die, die das Archiv verzeichnet',
    'lines begin with a date, a time and a sender, the way WhatsApp exports a chat':
      'Zeilen beginnen mit Datum, Uhrzeit und Absender, wie WhatsApp einen Chat exportiert',
    'lines that name a person and an assistant in turn':
      'Zeilen, die abwechselnd eine Person und einen Assistenten nennen',
    "lines with a session, a turn's id and its parent":
      'Zeilen mit einer Sitzung, der Kennung einer Äußerung und ihrer Vorgängerin',
    'lines with a time, a type that Codex writes, and a payload':
      'Zeilen mit Uhrzeit, einem Typ, den Codex schreibt, und Inhalt',
    'lines with the same number of fields': 'Zeilen mit gleich vielen Feldern',
    'messages refer to each other in a circle, or to nothing':
      'Nachrichten verweisen im Kreis aufeinander oder ins Leere',
    'messages whose id is a time with six decimals':
      'Nachrichten, deren Kennung eine Zeit mit sechs Nachkommastellen ist',
    "messages with a sender's name and milliseconds, as Meta writes them":
      'Nachrichten mit Absendername und Millisekunden, wie Meta sie schreibt',
    "messages with the four fields of Discord's package": 'Nachrichten mit den vier Feldern aus dem Paket von Discord',
    'no given password opens it': 'kein genanntes Passwort passt',
    'not read to its end: its bytes are damaged': 'nicht zu Ende gelesen: die Bytes sind beschädigt',
    'not read to its end: its bytes are not those the archive recorded':
      'nicht zu Ende gelesen: die Bytes sind nicht die, die das Archiv verzeichnet',
    'not read to its end: no given password opens it': 'nicht zu Ende gelesen: kein genanntes Passwort passt',
    'not read to its end: stopped at a limit: a name of more than 4096 bytes (MAX_NAME)':
      'nicht zu Ende gelesen: an einer Grenze angehalten: ein Name von mehr als 4096 Bytes (MAX_NAME)',
    'not read to its end: stopped at a limit: more than 1000000 members (MAX_ENTRIES)':
      'nicht zu Ende gelesen: an einer Grenze angehalten: mehr als 1000000 Einträge (MAX_ENTRIES)',
    'not read to its end: stopped at a limit: nested more than 3 archives deep (MAX_DEPTH)':
      'nicht zu Ende gelesen: an einer Grenze angehalten: mehr als 3 Archive tief verschachtelt (MAX_DEPTH)',
    'not read to its end: stopped at a limit: shares its bytes with another member, as a decompression bomb does':
      'nicht zu Ende gelesen: an einer Grenze angehalten: teilt seine Bytes mit einem anderen Eintrag, wie eine Dekompressionsbombe es tut',
    'not read to its end: stopped at a limit: unpacks to more than 200 times its size (MAX_RATIO)':
      'nicht zu Ende gelesen: an einer Grenze angehalten: entpackt sich auf mehr als das 200-Fache (MAX_RATIO)',
    'not read to its end: stopped at a limit: unpacks to more than 256 GiB (MAX_OUTPUT)':
      'nicht zu Ende gelesen: an einer Grenze angehalten: entpackt sich auf mehr als 256 GiB (MAX_OUTPUT)',
    'not read to its end: the archive ends inside it': 'nicht zu Ende gelesen: das Archiv endet mittendrin',
    'not read to its end: the disk could not read it': 'nicht zu Ende gelesen: der Datenträger konnte es nicht lesen',
    'not read: a name of more than 4096 bytes (MAX_NAME)': 'nicht gelesen: ein Name von mehr als 4096 Bytes (MAX_NAME)',
    "not read: it belongs to a case of Teltale's own":
      'nicht gelesen: Die Datei gehört zu einem Fall von Teltale selbst',
    'not read: more than 1000000 members (MAX_ENTRIES)': 'nicht gelesen: mehr als 1000000 Einträge (MAX_ENTRIES)',
    'not read: nested more than 3 archives deep (MAX_DEPTH)':
      'nicht gelesen: mehr als 3 Archive tief verschachtelt (MAX_DEPTH)',
    'not read: shares its bytes with another member, as a decompression bomb does':
      'nicht gelesen: teilt seine Bytes mit einem anderen Eintrag, wie eine Dekompressionsbombe es tut',
    'not read: unpacks to more than 200 times its size (MAX_RATIO)':
      'nicht gelesen: entpackt sich auf mehr als das 200-Fache (MAX_RATIO)',
    'not read: unpacks to more than 256 GiB (MAX_OUTPUT)':
      'nicht gelesen: entpackt sich auf mehr als 256 GiB (MAX_OUTPUT)',
    'numbered captions with their times': 'nummerierte Untertitel mit ihren Zeiten',
    'one chat with a type that only Telegram has': 'ein Chat von einer Art, die nur Telegram hat',
    "ratings of ChatGPT's answers": 'Bewertungen von Antworten von ChatGPT',
    "records with a product, a title and a time, as Google's activity has them":
      'Einträge mit Produkt, Titel und Uhrzeit, wie Googles Aktivitäten sie haben',
    'says when the chat was saved, the way KakaoTalk does': 'sagt, wann der Chat gesichert wurde, wie KakaoTalk es tut',
    'skipped as you chose': 'auf Ihren Wunsch übersprungen',
    'some bytes are not text and were replaced': 'einige Bytes sind kein Text und wurden ersetzt',
    'stopped at a limit: a name of more than 4096 bytes (MAX_NAME)':
      'an einer Grenze angehalten: ein Name von mehr als 4096 Bytes (MAX_NAME)',
    'stopped at a limit: more than 1000000 members (MAX_ENTRIES)':
      'an einer Grenze angehalten: mehr als 1000000 Einträge (MAX_ENTRIES)',
    'stopped at a limit: nested more than 3 archives deep (MAX_DEPTH)':
      'an einer Grenze angehalten: mehr als 3 Archive tief verschachtelt (MAX_DEPTH)',
    'stopped at a limit: shares its bytes with another member, as a decompression bomb does':
      'an einer Grenze angehalten: teilt seine Bytes mit einem anderen Eintrag, wie eine Dekompressionsbombe es tut',
    'stopped at a limit: unpacks to more than 200 times its size (MAX_RATIO)':
      'an einer Grenze angehalten: entpackt sich auf mehr als das 200-Fache (MAX_RATIO)',
    'stopped at a limit: unpacks to more than 256 GiB (MAX_OUTPUT)':
      'an einer Grenze angehalten: entpackt sich auf mehr als 256 GiB (MAX_OUTPUT)',
    'text in no layout we know, read paragraph by paragraph':
      'Text in keinem bekannten Aufbau, Absatz für Absatz gelesen',
    'the archive ends inside it': 'das Archiv endet mittendrin',
    'the archive has no directory, as after a broken download; read from its start as far as it goes':
      'das Archiv hat kein Verzeichnis, wie nach einem abgebrochenen Download; vom Anfang an gelesen, so weit es reicht',
    "the archive's directory is damaged; members after that point were not seen":
      'das Verzeichnis des Archivs ist beschädigt; was danach kommt, wurde nicht gesehen',
    'the bytes are not those the archive recorded': 'die Bytes sind nicht die, die das Archiv verzeichnet',
    'the disk could not read it': 'der Datenträger konnte es nicht lesen',
    'the file ends inside a record': 'die Datei endet mitten in einem Datensatz',
    'the reading process answered against the rules and was ended':
      'der Leseprozess antwortete regelwidrig und wurde beendet',
    'the reading process ended while reading it': 'der Leseprozess endete, während er sie las',
    'the reading process made no progress and was ended': 'der Leseprozess kam nicht voran und wurde beendet',
    'the reading process tried something forbidden and was ended':
      'der Leseprozess versuchte etwas Verbotenes und wurde beendet',
    'there is no such file or folder': 'diese Datei oder diesen Ordner gibt es nicht',
    'too large to hold: read from its start, without its directory':
      'zu groß, um es zu halten: vom Anfang an gelesen, ohne sein Verzeichnis',
    'two records claim the same id': 'zwei Datensätze beanspruchen dieselbe Kennung',
    'users with a team and a profile': 'Nutzer mit Team und Profil',
    'what Claude remembers about its user': 'was Claude sich über seinen Nutzer merkt',
  },
};

/** What is the same in every organization, and so says nothing of this one: it stays, whatever a server is called. */

/** Connectors with the names that setup and the HCW give; what follows is the name of a server, a GUID or an organization. */
export const ownConnector =
  /^(?:(?:Default Frontend|Default internal receive connector|Client Frontend|Client Proxy|Outbound Proxy Frontend|Default) \S+|EdgeSync - .+|(?:Inbound from|Outbound to) (?:Office 365|[\da-f]{8}-[\da-f-]{27}|[\w-]+(?:\.[\w-]+)+)(?: - [\da-f-]{36})?|Hybrid Configuration)$/i;

/** Domains of Microsoft's cloud, the longer ones first. What stands before them is the organization's. */
export const publicDomains = [
  'mail.protection.outlook.com',
  'mail.protection.partner.outlook.cn',
  'mail.protection.office365.us',
  'protection.partner.outlook.cn',
  'protection.outlook.com',
  'protection.office365.us',
  'outlook.office365.com',
  'prod.exchangelabs.com',
  'prod.outlook.com',
  'mail.onmicrosoft.com',
  'onmicrosoft.com',
  'exchangelabs.com',
  'office365.com',
  'office365.us',
  'outlook.com',
  'partner.outlook.cn',
  'microsoftonline.com',
  'microsoft.com',
  'windows.net',
] as const;

/** Words of Exchange and PowerShell, as the source of an expression. */
export const ownWords = [
  String.raw`Default Frontend|Default internal receive connector|Client Frontend|Client Proxy|Outbound Proxy Frontend|EdgeSync`,
  String.raw`Inbound from|Outbound to Office 365|Outbound to|Hybrid Configuration|Office 365|Exchange Online`,
  String.raw`MSExchange\w+`,
  String.raw`X-(?:MS|CrossPremises|OriginatorOrg|Forefront|Microsoft)[\w-]*`,
  String.raw`(?:Get|Set|New|Remove|Enable|Disable|Test|Start|Stop|Restart|Import|Export|Update)-[A-Z][A-Za-z]+`,
  String.raw`Microsoft\.Exchange(?:\.\w+)*|Microsoft (?:SMTP Server|Exchange)|System(?:\.[A-Z]\w+)+`,
].join('|');

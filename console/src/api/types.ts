// The schemas of /openapi.json as types. Written by dev/types.mjs; do not edit.

export type Customer = {
  id: number;
  uuid: string;
  version: number;
  parent: number | null;
  hash?: string;
  name: string;
  status: "active" | "suspended" | "off";
  deleted: boolean;
  type?: "private" | "business";
  external_id?: string;
  account?: string;
  description?: string;
  notes?: string;
  website?: string;
  industry?: "Personal Use" | "Agriculture & Environmental" | "Automotive" | "Business & Consulting Services" | "E-commerce" | "Education & Training" | "Financial Institutions" | "Governmental Organisations" | "Hospitality, Travel & Tourism" | "Industry, Trade & Manufacture" | "Lifestyle, Arts & Entertainment" | "Logistic Services" | "Publishing & Media" | "Agencies & Marketing" | "Medical & Healthcare" | "Non Governmental Organisations" | "Property & Real Estate" | "Retail & Wholesale" | "Technology & Science";
  tax_number?: string;
  currency: string;
  timezone?: string;
  fax?: string;
  technical_contact?: string;
  mfa?: "mandatory" | "enabled" | "disabled";
  offer_delegation: boolean;
  imei_lock: boolean;
  campaigns?: number[];
  custom_fields?: {
    key: string;
    value: string;
  }[];
  extensions?: {
    member: string;
    json: string;
  }[];
  plan: number;
  contract?: "plan" | "1_month" | "3_month" | "6_month" | "1_year" | "18_month" | "2_year" | "3_year";
  email_package?: number;
  email_quota?: number;
  sms_quota?: number;
  transactions_package?: number;
  transactions_quota?: number;
  bill_type: "callshop" | "external" | "none" | "postpaid" | "prepaid" | "prepaid_calls" | "prepaid_invoices";
  bill_ref?: string;
  balance?: string;
  credit?: string;
  credit_extra?: string;
  credit_extra_timegroup?: number;
  auto_topup?: string;
  low_balance?: string;
  email_low_balance: boolean;
  call_maximum?: string;
  seconds_left?: number;
  payment_type?: "creditcard" | "direct_debit" | "external" | "none";
  direct_debit_agreed: boolean;
  bank_name?: string;
  bank_code?: string;
  bank_account_name?: string;
  bank_account_number?: string;
  card_name?: string;
  card_type?: string;
  card_number?: string;
  card_issue?: number;
  card_start_month?: number;
  card_start_year?: number;
  card_expiry_month?: number;
  card_expiry_year?: number;
  paypal?: string;
  merchant_type?: string;
  merchant_username?: string;
  merchant_password?: string;
  affiliate_customer?: number;
  affiliate_percentage?: number;
  affiliate_type?: "revenue" | "profit";
  invoices?: "plan" | "queue" | "customer" | "parent";
  invoices_due?: number | -1 | -2;
  invoice_detail?: "plan" | "summary" | "transactions" | "cdrs" | "direction_cdrs" | "group_cdrs" | "source_cdrs" | "group_transactions" | "group_transactions_cdrs" | "group_transactions_direction_cdrs" | "group_transactions_group_cdrs" | "group_transactions_source_cdrs" | "transactions_cdrs" | "transactions_direction_cdrs" | "transactions_group_cdrs" | "transactions_source_cdrs";
  invoice_format?: "plan" | "pdf" | "xml";
  invoice_prefix?: string;
  invoice_text?: string;
  next_invoice?: number;
  invoice_delivery?: "email" | "postal" | "edi";
  charge_by?: "sim" | "imsi";
  activity_indication?: "network_registration" | "data_consumption";
  device_cost?: string;
  vat?: string;
  callerid?: string;
  callerid_in_external?: number | -2;
  dialplan?: string;
  prefix?: string;
  digit_names?: "forename_surname" | "surname_forename";
  directory: boolean;
  common_routing?: number;
  peer?: number | -2;
  region?: number;
  music?: number;
  class_of_service: number;
  contact_person?: number;
  bulk_calls?: number | -1 | -2;
  conference_calls?: number | -1 | -2;
  huntgroup_dests?: number | -1 | -2;
  pagegroup_dests?: number | -1 | -2;
  queue_calls?: number | -1 | -2;
  queue_dests?: number | -1 | -2;
  inmaximum?: number | -1 | -2;
  outmaximum?: number | -1 | -2;
  totalmaximum?: number | -1 | -2;
  overmax?: number | -2;
  record_maximum?: number | -1 | -2;
  maxmsg?: number | -2;
  maxsecs?: number | -2;
  purge_messages?: "plan" | "1_day" | "1_week" | "1_month" | "3_months" | "6_months" | "1_year";
  park_timeout?: number;
  on_error?: "hangup" | "message";
  fax_format?: "pdf" | "tiff";
  virtual_logout: boolean;
  provision_password?: string;
  source?: string;
  events_url?: string;
  tickets: boolean;
  locked: boolean;
  locked_telephony: boolean;
  addresses: Record<string, Address>;
  contacts: Record<string, Contact>;
  resolved: {
    contract?: "plan" | "1_month" | "3_month" | "6_month" | "1_year" | "18_month" | "2_year" | "3_year";
    call_maximum?: string;
    invoices?: "plan" | "queue" | "customer" | "parent";
    invoices_due?: number | -1 | -2;
    invoice_detail?: "plan" | "summary" | "transactions" | "cdrs" | "direction_cdrs" | "group_cdrs" | "source_cdrs" | "group_transactions" | "group_transactions_cdrs" | "group_transactions_direction_cdrs" | "group_transactions_group_cdrs" | "group_transactions_source_cdrs" | "transactions_cdrs" | "transactions_direction_cdrs" | "transactions_group_cdrs" | "transactions_source_cdrs";
    invoice_format?: "plan" | "pdf" | "xml";
    callerid_in_external?: number | -2;
    peer?: number | -2;
    bulk_calls?: number | -1 | -2;
    conference_calls?: number | -1 | -2;
    huntgroup_dests?: number | -1 | -2;
    pagegroup_dests?: number | -1 | -2;
    queue_calls?: number | -1 | -2;
    queue_dests?: number | -1 | -2;
    inmaximum?: number | -1 | -2;
    outmaximum?: number | -1 | -2;
    totalmaximum?: number | -1 | -2;
    overmax?: number | -2;
    record_maximum?: number | -1 | -2;
    maxmsg?: number | -2;
    maxsecs?: number | -2;
    purge_messages?: "plan" | "1_day" | "1_week" | "1_month" | "3_months" | "6_months" | "1_year";
  };
};

export type CustomerPatch = {
  id?: number;
  uuid?: string;
  version?: number;
  parent?: number | null;
  hash?: string;
  name?: string;
  status?: "active" | "suspended" | "off";
  deleted?: boolean | Clear;
  type?: "private" | "business" | Clear;
  external_id?: string | Clear;
  account?: string | Clear;
  description?: string | Clear;
  notes?: string | Clear;
  website?: string | Clear;
  industry?: "Personal Use" | "Agriculture & Environmental" | "Automotive" | "Business & Consulting Services" | "E-commerce" | "Education & Training" | "Financial Institutions" | "Governmental Organisations" | "Hospitality, Travel & Tourism" | "Industry, Trade & Manufacture" | "Lifestyle, Arts & Entertainment" | "Logistic Services" | "Publishing & Media" | "Agencies & Marketing" | "Medical & Healthcare" | "Non Governmental Organisations" | "Property & Real Estate" | "Retail & Wholesale" | "Technology & Science" | Clear;
  tax_number?: string | Clear;
  currency?: string;
  timezone?: string | Clear;
  fax?: string | Clear;
  technical_contact?: string | Clear;
  mfa?: "mandatory" | "enabled" | "disabled" | Clear;
  offer_delegation?: boolean | Clear;
  imei_lock?: boolean | Clear;
  campaigns?: number[] | Clear;
  custom_fields?: {
    key: string;
    value: string;
  }[] | Clear;
  extensions?: {
    member: string;
    json: string;
  }[] | Clear;
  plan?: number;
  contract?: "plan" | "1_month" | "3_month" | "6_month" | "1_year" | "18_month" | "2_year" | "3_year" | Clear;
  email_package?: number | Clear;
  email_quota?: number | Clear;
  sms_quota?: number | Clear;
  transactions_package?: number | Clear;
  transactions_quota?: number | Clear;
  bill_type?: "callshop" | "external" | "none" | "postpaid" | "prepaid" | "prepaid_calls" | "prepaid_invoices";
  bill_ref?: string | Clear;
  balance?: string | number | Clear;
  credit?: string | number | Clear;
  credit_extra?: string | number | Clear;
  credit_extra_timegroup?: number | Clear;
  auto_topup?: string | number | Clear;
  low_balance?: string | number | Clear;
  email_low_balance?: boolean | Clear;
  call_maximum?: string | number | Clear;
  seconds_left?: number | Clear;
  payment_type?: "creditcard" | "direct_debit" | "external" | "none" | Clear;
  direct_debit_agreed?: boolean | Clear;
  bank_name?: string | Clear;
  bank_code?: string | Clear;
  bank_account_name?: string | Clear;
  bank_account_number?: string | Clear;
  card_name?: string | Clear;
  card_type?: string | Clear;
  card_number?: string | Clear;
  card_issue?: number | Clear;
  card_start_month?: number | Clear;
  card_start_year?: number | Clear;
  card_expiry_month?: number | Clear;
  card_expiry_year?: number | Clear;
  paypal?: string | Clear;
  merchant_type?: string | Clear;
  merchant_username?: string | Clear;
  merchant_password?: string | Clear;
  affiliate_customer?: number | Clear;
  affiliate_percentage?: number | Clear;
  affiliate_type?: "revenue" | "profit" | Clear;
  invoices?: "plan" | "queue" | "customer" | "parent" | Clear;
  invoices_due?: number | -1 | -2 | Clear;
  invoice_detail?: "plan" | "summary" | "transactions" | "cdrs" | "direction_cdrs" | "group_cdrs" | "source_cdrs" | "group_transactions" | "group_transactions_cdrs" | "group_transactions_direction_cdrs" | "group_transactions_group_cdrs" | "group_transactions_source_cdrs" | "transactions_cdrs" | "transactions_direction_cdrs" | "transactions_group_cdrs" | "transactions_source_cdrs" | Clear;
  invoice_format?: "plan" | "pdf" | "xml" | Clear;
  invoice_prefix?: string | Clear;
  invoice_text?: string | Clear;
  next_invoice?: number | Clear;
  invoice_delivery?: "email" | "postal" | "edi" | Clear;
  charge_by?: "sim" | "imsi" | Clear;
  activity_indication?: "network_registration" | "data_consumption" | Clear;
  device_cost?: string | number | Clear;
  vat?: string | number | Clear;
  callerid?: string | Clear;
  callerid_in_external?: number | -2 | Clear;
  dialplan?: string | Clear;
  prefix?: string | Clear;
  digit_names?: "forename_surname" | "surname_forename" | Clear;
  directory?: boolean | Clear;
  common_routing?: number | Clear;
  peer?: number | -2 | Clear;
  region?: number | Clear;
  music?: number | Clear;
  class_of_service?: number;
  contact_person?: number | Clear;
  bulk_calls?: number | -1 | -2 | Clear;
  conference_calls?: number | -1 | -2 | Clear;
  huntgroup_dests?: number | -1 | -2 | Clear;
  pagegroup_dests?: number | -1 | -2 | Clear;
  queue_calls?: number | -1 | -2 | Clear;
  queue_dests?: number | -1 | -2 | Clear;
  inmaximum?: number | -1 | -2 | Clear;
  outmaximum?: number | -1 | -2 | Clear;
  totalmaximum?: number | -1 | -2 | Clear;
  overmax?: number | -2 | Clear;
  record_maximum?: number | -1 | -2 | Clear;
  maxmsg?: number | -2 | Clear;
  maxsecs?: number | -2 | Clear;
  purge_messages?: "plan" | "1_day" | "1_week" | "1_month" | "3_months" | "6_months" | "1_year" | Clear;
  park_timeout?: number | Clear;
  on_error?: "hangup" | "message" | Clear;
  fax_format?: "pdf" | "tiff" | Clear;
  virtual_logout?: boolean | Clear;
  provision_password?: string | Clear;
  source?: string | Clear;
  events_url?: string | Clear;
  tickets?: boolean | Clear;
  locked?: boolean | Clear;
  locked_telephony?: boolean | Clear;
  addresses?: Record<string, AddressPatch | null> | null;
  contacts?: Record<string, ContactPatch | null> | null;
  resolved?: {
    contract?: "plan" | "1_month" | "3_month" | "6_month" | "1_year" | "18_month" | "2_year" | "3_year";
    call_maximum?: string;
    invoices?: "plan" | "queue" | "customer" | "parent";
    invoices_due?: number | -1 | -2;
    invoice_detail?: "plan" | "summary" | "transactions" | "cdrs" | "direction_cdrs" | "group_cdrs" | "source_cdrs" | "group_transactions" | "group_transactions_cdrs" | "group_transactions_direction_cdrs" | "group_transactions_group_cdrs" | "group_transactions_source_cdrs" | "transactions_cdrs" | "transactions_direction_cdrs" | "transactions_group_cdrs" | "transactions_source_cdrs";
    invoice_format?: "plan" | "pdf" | "xml";
    callerid_in_external?: number | -2;
    peer?: number | -2;
    bulk_calls?: number | -1 | -2;
    conference_calls?: number | -1 | -2;
    huntgroup_dests?: number | -1 | -2;
    pagegroup_dests?: number | -1 | -2;
    queue_calls?: number | -1 | -2;
    queue_dests?: number | -1 | -2;
    inmaximum?: number | -1 | -2;
    outmaximum?: number | -1 | -2;
    totalmaximum?: number | -1 | -2;
    overmax?: number | -2;
    record_maximum?: number | -1 | -2;
    maxmsg?: number | -2;
    maxsecs?: number | -2;
    purge_messages?: "plan" | "1_day" | "1_week" | "1_month" | "3_months" | "6_months" | "1_year";
  };
};

export type NewCustomer = {
  parent?: number | string;
  hash?: string;
  name: string;
  status?: "active" | "suspended" | "off";
  deleted?: boolean | Clear;
  type?: "private" | "business" | Clear;
  external_id?: string | Clear;
  account?: string | Clear;
  description?: string | Clear;
  notes?: string | Clear;
  website?: string | Clear;
  industry?: "Personal Use" | "Agriculture & Environmental" | "Automotive" | "Business & Consulting Services" | "E-commerce" | "Education & Training" | "Financial Institutions" | "Governmental Organisations" | "Hospitality, Travel & Tourism" | "Industry, Trade & Manufacture" | "Lifestyle, Arts & Entertainment" | "Logistic Services" | "Publishing & Media" | "Agencies & Marketing" | "Medical & Healthcare" | "Non Governmental Organisations" | "Property & Real Estate" | "Retail & Wholesale" | "Technology & Science" | Clear;
  tax_number?: string | Clear;
  currency?: string;
  timezone?: string | Clear;
  fax?: string | Clear;
  technical_contact?: string | Clear;
  mfa?: "mandatory" | "enabled" | "disabled" | Clear;
  offer_delegation?: boolean | Clear;
  imei_lock?: boolean | Clear;
  campaigns?: number[] | Clear;
  custom_fields?: {
    key: string;
    value: string;
  }[] | Clear;
  extensions?: {
    member: string;
    json: string;
  }[] | Clear;
  plan?: number;
  contract?: "plan" | "1_month" | "3_month" | "6_month" | "1_year" | "18_month" | "2_year" | "3_year" | Clear;
  email_package?: number | Clear;
  email_quota?: number | Clear;
  sms_quota?: number | Clear;
  transactions_package?: number | Clear;
  transactions_quota?: number | Clear;
  bill_type?: "callshop" | "external" | "none" | "postpaid" | "prepaid" | "prepaid_calls" | "prepaid_invoices";
  bill_ref?: string | Clear;
  balance?: string | number | Clear;
  credit?: string | number | Clear;
  credit_extra?: string | number | Clear;
  credit_extra_timegroup?: number | Clear;
  auto_topup?: string | number | Clear;
  low_balance?: string | number | Clear;
  email_low_balance?: boolean | Clear;
  call_maximum?: string | number | Clear;
  seconds_left?: number | Clear;
  payment_type?: "creditcard" | "direct_debit" | "external" | "none" | Clear;
  direct_debit_agreed?: boolean | Clear;
  bank_name?: string | Clear;
  bank_code?: string | Clear;
  bank_account_name?: string | Clear;
  bank_account_number?: string | Clear;
  card_name?: string | Clear;
  card_type?: string | Clear;
  card_number?: string | Clear;
  card_issue?: number | Clear;
  card_start_month?: number | Clear;
  card_start_year?: number | Clear;
  card_expiry_month?: number | Clear;
  card_expiry_year?: number | Clear;
  paypal?: string | Clear;
  merchant_type?: string | Clear;
  merchant_username?: string | Clear;
  merchant_password?: string | Clear;
  affiliate_customer?: number | Clear;
  affiliate_percentage?: number | Clear;
  affiliate_type?: "revenue" | "profit" | Clear;
  invoices?: "plan" | "queue" | "customer" | "parent" | Clear;
  invoices_due?: number | -1 | -2 | Clear;
  invoice_detail?: "plan" | "summary" | "transactions" | "cdrs" | "direction_cdrs" | "group_cdrs" | "source_cdrs" | "group_transactions" | "group_transactions_cdrs" | "group_transactions_direction_cdrs" | "group_transactions_group_cdrs" | "group_transactions_source_cdrs" | "transactions_cdrs" | "transactions_direction_cdrs" | "transactions_group_cdrs" | "transactions_source_cdrs" | Clear;
  invoice_format?: "plan" | "pdf" | "xml" | Clear;
  invoice_prefix?: string | Clear;
  invoice_text?: string | Clear;
  next_invoice?: number | Clear;
  invoice_delivery?: "email" | "postal" | "edi" | Clear;
  charge_by?: "sim" | "imsi" | Clear;
  activity_indication?: "network_registration" | "data_consumption" | Clear;
  device_cost?: string | number | Clear;
  vat?: string | number | Clear;
  callerid?: string | Clear;
  callerid_in_external?: number | -2 | Clear;
  dialplan?: string | Clear;
  prefix?: string | Clear;
  digit_names?: "forename_surname" | "surname_forename" | Clear;
  directory?: boolean | Clear;
  common_routing?: number | Clear;
  peer?: number | -2 | Clear;
  region?: number | Clear;
  music?: number | Clear;
  class_of_service?: number;
  contact_person?: number | Clear;
  bulk_calls?: number | -1 | -2 | Clear;
  conference_calls?: number | -1 | -2 | Clear;
  huntgroup_dests?: number | -1 | -2 | Clear;
  pagegroup_dests?: number | -1 | -2 | Clear;
  queue_calls?: number | -1 | -2 | Clear;
  queue_dests?: number | -1 | -2 | Clear;
  inmaximum?: number | -1 | -2 | Clear;
  outmaximum?: number | -1 | -2 | Clear;
  totalmaximum?: number | -1 | -2 | Clear;
  overmax?: number | -2 | Clear;
  record_maximum?: number | -1 | -2 | Clear;
  maxmsg?: number | -2 | Clear;
  maxsecs?: number | -2 | Clear;
  purge_messages?: "plan" | "1_day" | "1_week" | "1_month" | "3_months" | "6_months" | "1_year" | Clear;
  park_timeout?: number | Clear;
  on_error?: "hangup" | "message" | Clear;
  fax_format?: "pdf" | "tiff" | Clear;
  virtual_logout?: boolean | Clear;
  provision_password?: string | Clear;
  source?: string | Clear;
  events_url?: string | Clear;
  tickets?: boolean | Clear;
  locked?: boolean | Clear;
  locked_telephony?: boolean | Clear;
  addresses?: Record<string, AddressPatch | null> | null;
  contacts?: Record<string, ContactPatch | null> | null;
  resolved?: {
    contract?: "plan" | "1_month" | "3_month" | "6_month" | "1_year" | "18_month" | "2_year" | "3_year";
    call_maximum?: string;
    invoices?: "plan" | "queue" | "customer" | "parent";
    invoices_due?: number | -1 | -2;
    invoice_detail?: "plan" | "summary" | "transactions" | "cdrs" | "direction_cdrs" | "group_cdrs" | "source_cdrs" | "group_transactions" | "group_transactions_cdrs" | "group_transactions_direction_cdrs" | "group_transactions_group_cdrs" | "group_transactions_source_cdrs" | "transactions_cdrs" | "transactions_direction_cdrs" | "transactions_group_cdrs" | "transactions_source_cdrs";
    invoice_format?: "plan" | "pdf" | "xml";
    callerid_in_external?: number | -2;
    peer?: number | -2;
    bulk_calls?: number | -1 | -2;
    conference_calls?: number | -1 | -2;
    huntgroup_dests?: number | -1 | -2;
    pagegroup_dests?: number | -1 | -2;
    queue_calls?: number | -1 | -2;
    queue_dests?: number | -1 | -2;
    inmaximum?: number | -1 | -2;
    outmaximum?: number | -1 | -2;
    totalmaximum?: number | -1 | -2;
    overmax?: number | -2;
    record_maximum?: number | -1 | -2;
    maxmsg?: number | -2;
    maxsecs?: number | -2;
    purge_messages?: "plan" | "1_day" | "1_week" | "1_month" | "3_months" | "6_months" | "1_year";
  };
};

export type Address = {
  ordinal: number;
  type: "main" | "delivery" | "billing";
  street?: string;
  building_number?: string;
  building_name?: string;
  floor?: string;
  apartment?: string;
  entrance?: string;
  line2?: string;
  line3?: string;
  other?: string;
  pobox?: string;
  city?: string;
  province?: string;
  state?: string;
  postal_code?: string;
  country?: string;
  salutation?: "mr" | "ms";
  full_name?: string;
  title?: "dr" | "prof";
  company?: string;
  email?: string;
  primary: boolean;
};

export type AddressPatch = {
  ordinal?: number;
  type?: "main" | "delivery" | "billing";
  street?: string | Clear;
  building_number?: string | Clear;
  building_name?: string | Clear;
  floor?: string | Clear;
  apartment?: string | Clear;
  entrance?: string | Clear;
  line2?: string | Clear;
  line3?: string | Clear;
  other?: string | Clear;
  pobox?: string | Clear;
  city?: string | Clear;
  province?: string | Clear;
  state?: string | Clear;
  postal_code?: string | Clear;
  country?: string | Clear;
  salutation?: "mr" | "ms" | Clear;
  full_name?: string | Clear;
  title?: "dr" | "prof" | Clear;
  company?: string | Clear;
  email?: string | Clear;
  primary?: boolean | Clear;
};

export type Contact = {
  ordinal: number;
  type: "owner" | "member";
  role?: "selfcare" | "none";
  salutation?: "mr" | "ms";
  first_name?: string;
  middle_name?: string;
  last_name?: string;
  gender?: "male" | "female";
  birthdate?: string;
  identities?: ({
    type: "id" | "passport" | "driver_license";
    number: string;
  })[];
  email?: string;
  telephone?: string;
  mobile?: string;
  additional_telephone?: string;
  remarks?: string;
  primary: boolean;
};

export type ContactPatch = {
  ordinal?: number;
  type?: "owner" | "member";
  role?: "selfcare" | "none";
  salutation?: "mr" | "ms" | Clear;
  first_name?: string | Clear;
  middle_name?: string | Clear;
  last_name?: string | Clear;
  gender?: "male" | "female" | Clear;
  birthdate?: string | Clear;
  identities?: ({
    type: "id" | "passport" | "driver_license";
    number: string;
  })[] | Clear;
  email?: string | Clear;
  telephone?: string | Clear;
  mobile?: string | Clear;
  additional_telephone?: string | Clear;
  remarks?: string | Clear;
  primary?: boolean | Clear;
};

export type PlanSettings = {
  name?: string;
  status?: "active" | "suspended" | "off";
  deleted?: boolean;
  type?: "private" | "business";
  external_id?: string;
  account?: string;
  description?: string;
  notes?: string;
  website?: string;
  industry?: "Personal Use" | "Agriculture & Environmental" | "Automotive" | "Business & Consulting Services" | "E-commerce" | "Education & Training" | "Financial Institutions" | "Governmental Organisations" | "Hospitality, Travel & Tourism" | "Industry, Trade & Manufacture" | "Lifestyle, Arts & Entertainment" | "Logistic Services" | "Publishing & Media" | "Agencies & Marketing" | "Medical & Healthcare" | "Non Governmental Organisations" | "Property & Real Estate" | "Retail & Wholesale" | "Technology & Science";
  tax_number?: string;
  currency?: string;
  timezone?: string;
  fax?: string;
  technical_contact?: string;
  mfa?: "mandatory" | "enabled" | "disabled";
  offer_delegation?: boolean;
  imei_lock?: boolean;
  campaigns?: number[];
  custom_fields?: {
    key: string;
    value: string;
  }[];
  extensions?: {
    member: string;
    json: string;
  }[];
  plan?: number;
  contract?: "plan" | "1_month" | "3_month" | "6_month" | "1_year" | "18_month" | "2_year" | "3_year";
  email_package?: number;
  email_quota?: number;
  sms_quota?: number;
  transactions_package?: number;
  transactions_quota?: number;
  bill_type?: "callshop" | "external" | "none" | "postpaid" | "prepaid" | "prepaid_calls" | "prepaid_invoices";
  bill_ref?: string;
  balance?: string;
  credit?: string;
  credit_extra?: string;
  credit_extra_timegroup?: number;
  auto_topup?: string;
  low_balance?: string;
  email_low_balance?: boolean;
  call_maximum?: string;
  seconds_left?: number;
  payment_type?: "creditcard" | "direct_debit" | "external" | "none";
  direct_debit_agreed?: boolean;
  bank_name?: string;
  bank_code?: string;
  bank_account_name?: string;
  card_name?: string;
  card_type?: string;
  card_issue?: number;
  card_start_month?: number;
  card_start_year?: number;
  card_expiry_month?: number;
  card_expiry_year?: number;
  paypal?: string;
  merchant_type?: string;
  merchant_username?: string;
  affiliate_customer?: number;
  affiliate_percentage?: number;
  affiliate_type?: "revenue" | "profit";
  invoices?: "plan" | "queue" | "customer" | "parent";
  invoices_due?: number | -1 | -2;
  invoice_detail?: "plan" | "summary" | "transactions" | "cdrs" | "direction_cdrs" | "group_cdrs" | "source_cdrs" | "group_transactions" | "group_transactions_cdrs" | "group_transactions_direction_cdrs" | "group_transactions_group_cdrs" | "group_transactions_source_cdrs" | "transactions_cdrs" | "transactions_direction_cdrs" | "transactions_group_cdrs" | "transactions_source_cdrs";
  invoice_format?: "plan" | "pdf" | "xml";
  invoice_prefix?: string;
  invoice_text?: string;
  next_invoice?: number;
  invoice_delivery?: "email" | "postal" | "edi";
  charge_by?: "sim" | "imsi";
  activity_indication?: "network_registration" | "data_consumption";
  device_cost?: string;
  vat?: string;
  callerid?: string;
  callerid_in_external?: number | -2;
  dialplan?: string;
  prefix?: string;
  digit_names?: "forename_surname" | "surname_forename";
  directory?: boolean;
  common_routing?: number;
  peer?: number | -2;
  region?: number;
  music?: number;
  class_of_service?: number;
  contact_person?: number;
  bulk_calls?: number | -1 | -2;
  conference_calls?: number | -1 | -2;
  huntgroup_dests?: number | -1 | -2;
  pagegroup_dests?: number | -1 | -2;
  queue_calls?: number | -1 | -2;
  queue_dests?: number | -1 | -2;
  inmaximum?: number | -1 | -2;
  outmaximum?: number | -1 | -2;
  totalmaximum?: number | -1 | -2;
  overmax?: number | -2;
  record_maximum?: number | -1 | -2;
  maxmsg?: number | -2;
  maxsecs?: number | -2;
  purge_messages?: "plan" | "1_day" | "1_week" | "1_month" | "3_months" | "6_months" | "1_year";
  park_timeout?: number;
  on_error?: "hangup" | "message";
  fax_format?: "pdf" | "tiff";
  virtual_logout?: boolean;
  source?: string;
  events_url?: string;
  tickets?: boolean;
  locked?: boolean;
  locked_telephony?: boolean;
};

export type PlanSettingsPatch = {
  name?: string;
  status?: "active" | "suspended" | "off";
  deleted?: boolean | Clear;
  type?: "private" | "business" | Clear;
  external_id?: string | Clear;
  account?: string | Clear;
  description?: string | Clear;
  notes?: string | Clear;
  website?: string | Clear;
  industry?: "Personal Use" | "Agriculture & Environmental" | "Automotive" | "Business & Consulting Services" | "E-commerce" | "Education & Training" | "Financial Institutions" | "Governmental Organisations" | "Hospitality, Travel & Tourism" | "Industry, Trade & Manufacture" | "Lifestyle, Arts & Entertainment" | "Logistic Services" | "Publishing & Media" | "Agencies & Marketing" | "Medical & Healthcare" | "Non Governmental Organisations" | "Property & Real Estate" | "Retail & Wholesale" | "Technology & Science" | Clear;
  tax_number?: string | Clear;
  currency?: string;
  timezone?: string | Clear;
  fax?: string | Clear;
  technical_contact?: string | Clear;
  mfa?: "mandatory" | "enabled" | "disabled" | Clear;
  offer_delegation?: boolean | Clear;
  imei_lock?: boolean | Clear;
  campaigns?: number[] | Clear;
  custom_fields?: {
    key: string;
    value: string;
  }[] | Clear;
  extensions?: {
    member: string;
    json: string;
  }[] | Clear;
  plan?: number;
  contract?: "plan" | "1_month" | "3_month" | "6_month" | "1_year" | "18_month" | "2_year" | "3_year" | Clear;
  email_package?: number | Clear;
  email_quota?: number | Clear;
  sms_quota?: number | Clear;
  transactions_package?: number | Clear;
  transactions_quota?: number | Clear;
  bill_type?: "callshop" | "external" | "none" | "postpaid" | "prepaid" | "prepaid_calls" | "prepaid_invoices";
  bill_ref?: string | Clear;
  balance?: string | number | Clear;
  credit?: string | number | Clear;
  credit_extra?: string | number | Clear;
  credit_extra_timegroup?: number | Clear;
  auto_topup?: string | number | Clear;
  low_balance?: string | number | Clear;
  email_low_balance?: boolean | Clear;
  call_maximum?: string | number | Clear;
  seconds_left?: number | Clear;
  payment_type?: "creditcard" | "direct_debit" | "external" | "none" | Clear;
  direct_debit_agreed?: boolean | Clear;
  bank_name?: string | Clear;
  bank_code?: string | Clear;
  bank_account_name?: string | Clear;
  card_name?: string | Clear;
  card_type?: string | Clear;
  card_issue?: number | Clear;
  card_start_month?: number | Clear;
  card_start_year?: number | Clear;
  card_expiry_month?: number | Clear;
  card_expiry_year?: number | Clear;
  paypal?: string | Clear;
  merchant_type?: string | Clear;
  merchant_username?: string | Clear;
  affiliate_customer?: number | Clear;
  affiliate_percentage?: number | Clear;
  affiliate_type?: "revenue" | "profit" | Clear;
  invoices?: "plan" | "queue" | "customer" | "parent" | Clear;
  invoices_due?: number | -1 | -2 | Clear;
  invoice_detail?: "plan" | "summary" | "transactions" | "cdrs" | "direction_cdrs" | "group_cdrs" | "source_cdrs" | "group_transactions" | "group_transactions_cdrs" | "group_transactions_direction_cdrs" | "group_transactions_group_cdrs" | "group_transactions_source_cdrs" | "transactions_cdrs" | "transactions_direction_cdrs" | "transactions_group_cdrs" | "transactions_source_cdrs" | Clear;
  invoice_format?: "plan" | "pdf" | "xml" | Clear;
  invoice_prefix?: string | Clear;
  invoice_text?: string | Clear;
  next_invoice?: number | Clear;
  invoice_delivery?: "email" | "postal" | "edi" | Clear;
  charge_by?: "sim" | "imsi" | Clear;
  activity_indication?: "network_registration" | "data_consumption" | Clear;
  device_cost?: string | number | Clear;
  vat?: string | number | Clear;
  callerid?: string | Clear;
  callerid_in_external?: number | -2 | Clear;
  dialplan?: string | Clear;
  prefix?: string | Clear;
  digit_names?: "forename_surname" | "surname_forename" | Clear;
  directory?: boolean | Clear;
  common_routing?: number | Clear;
  peer?: number | -2 | Clear;
  region?: number | Clear;
  music?: number | Clear;
  class_of_service?: number;
  contact_person?: number | Clear;
  bulk_calls?: number | -1 | -2 | Clear;
  conference_calls?: number | -1 | -2 | Clear;
  huntgroup_dests?: number | -1 | -2 | Clear;
  pagegroup_dests?: number | -1 | -2 | Clear;
  queue_calls?: number | -1 | -2 | Clear;
  queue_dests?: number | -1 | -2 | Clear;
  inmaximum?: number | -1 | -2 | Clear;
  outmaximum?: number | -1 | -2 | Clear;
  totalmaximum?: number | -1 | -2 | Clear;
  overmax?: number | -2 | Clear;
  record_maximum?: number | -1 | -2 | Clear;
  maxmsg?: number | -2 | Clear;
  maxsecs?: number | -2 | Clear;
  purge_messages?: "plan" | "1_day" | "1_week" | "1_month" | "3_months" | "6_months" | "1_year" | Clear;
  park_timeout?: number | Clear;
  on_error?: "hangup" | "message" | Clear;
  fax_format?: "pdf" | "tiff" | Clear;
  virtual_logout?: boolean | Clear;
  source?: string | Clear;
  events_url?: string | Clear;
  tickets?: boolean | Clear;
  locked?: boolean | Clear;
  locked_telephony?: boolean | Clear;
};

/** One change for every customer that a list is of. */
export type BulkSelection = unknown;

export type FeedEntry = {
  version: number;
  action: string;
  time: string;
  principal: string;
  principal_id: number | null;
  door: string;
  source: string;
  request: string;
  reason: string;
  warnings: string[];
  changes: Change[];
  hash: string;
  batch?: string;
  position: string;
  customer: number;
  uuid: string;
};

/** RFC 9457. */
export type Problem = {
  type: "about:blank" | "urn:patchbay:problem:malformed" | "urn:patchbay:problem:no_credentials" | "urn:patchbay:problem:bad_credentials" | "urn:patchbay:problem:bad_token" | "urn:patchbay:problem:too_many_requests" | "urn:patchbay:problem:not_allowed_here" | "urn:patchbay:problem:role_denied" | "urn:patchbay:problem:unknown_customer" | "urn:patchbay:problem:unknown_thing" | "urn:patchbay:problem:own_record" | "urn:patchbay:problem:version_required" | "urn:patchbay:problem:version_differs" | "urn:patchbay:problem:invalid" | "urn:patchbay:problem:conflict" | "urn:patchbay:problem:plan_locked" | "urn:patchbay:problem:damaged" | "urn:patchbay:problem:unavailable" | "urn:patchbay:problem:unknown_outcome";
  title: string;
  status: number;
  detail?: string;
  errors?: {
    field: string;
    problem: string;
    detail: string;
  }[];
};

export const Kind = ["plan","person","class_of_service","music","peer","region","time_group","email_package","transaction_package","role"] as const;

export type Kind = (typeof Kind)[number];

export const Group = ["affiliate","bulk","conference","credit","faxes","invoices","queues","recording","wholesale"] as const;

export type Group = (typeof Group)[number];

export const Privilege = ["user","administrator","commerce","wholesale","system","read-only","erase","assist"] as const;

export type Privilege = (typeof Privilege)[number];

export const Action = ["create","amend","move","delete","undelete","adjust","undo","erase"] as const;

export type Action = (typeof Action)[number];

/** Clears the field. */
export type Clear = null | string;

/** RFC 6902, of the document that GET shows. */
export type JsonPatch = ({
  op: "add" | "replace" | "test";
  path: JsonPointer;
  value: unknown;
} | {
  op: "remove";
  path: JsonPointer;
} | {
  op: "move" | "copy";
  from: JsonPointer;
  path: JsonPointer;
})[];

/** RFC 6901. */
export type JsonPointer = string;

export type Change = {
  path: string;
  before?: unknown;
  after?: unknown;
  erased?: true;
};

export type Event = {
  type: string;
  customer: number | null;
  uuid: string | null;
  version: number;
  changed: string[];
};

/** What a change would do. */
export type Rehearsal = {
  rehearsed: true;
  version: number;
  changes: Change[];
  events: Event[];
};

export type HistoryEntry = {
  version: number;
  action: string;
  time: string;
  principal: string;
  principal_id: number | null;
  door: string;
  source: string;
  request: string;
  reason: string;
  warnings: string[];
  changes: Change[];
  hash: string;
  batch?: string;
};

export type History = {
  items: HistoryEntry[];
  next?: number;
};

export type ThingHistory = History;

export type Changes = {
  items: FeedEntry[];
  next: string;
  more: boolean;
};

export type Comparison = {
  from: number;
  to: number;
  changes: Change[];
};

/** The newest seal of history, signed. `patchbay verify --anchor` holds a store against it. */
export type Anchor = {
  seal: number;
  position: number;
  entries: number;
  thing_position: number;
  thing_entries: number;
  hash: string;
  time: string;
  public_key: string;
  signature: string;
};

export type Undo = {
  version: number;
  paths?: string[];
  force?: boolean;
};

export type BulkLine = {
  id: AnyId;
  patch: CustomerPatch;
  if_version?: number;
} | {
  id: AnyId;
  delete: true;
  if_version?: number;
} | {
  create: NewCustomer;
};

/** A BulkLine in each line. */
export type BulkLines = string;

export type BulkReplyLine = {
  index: number;
  outcome: "changed" | "unchanged" | "refused";
  customer?: number;
  uuid?: string;
  version?: number;
  request?: string;
  changes?: Change[];
  problem?: Problem;
} | {
  summary: {
    batch?: string;
    rehearsed?: true;
    changed: number;
    unchanged: number;
    refused: number;
  };
};

/** A BulkReplyLine in each line. */
export type BulkReply = string;

/** More changes are refused before anything is done. */
export type MaxAffected = number;

export type AnyId = number | string;

export type UndoMany = unknown;

export type Request = {
  request: string;
  status: "done";
  outcome: "changed" | "unchanged";
  changed: boolean;
  customer: number;
  version: number;
  door: string;
  time: string;
  principal?: string;
  principal_id?: number;
  batch?: string;
  action?: string;
  reason?: string;
  changes?: Change[];
};

/** What became of a bulk, or of an undo of many, as far as its customers are in reach. What was refused of it left no trace. */
export type Batch = {
  batch: string;
  door: string;
  time: string;
  until: string;
  lines: number;
  changed: number;
  unchanged: number;
  changes: string;
  more?: boolean;
  principal?: string;
  principal_id?: number;
};

export type RequestOrBatch = Request | Batch;

/** A value that a customer was found by and no longer has. */
export type FormerValue = {
  customer: number;
  path: string;
  value: string;
  version: number;
  time: string;
};

export type OpenApi = {
  openapi: string;
  info: Record<string, unknown>;
  servers?: Record<string, unknown>[];
  security?: Record<string, unknown>[];
  tags?: Record<string, unknown>[];
  paths: Record<string, unknown>;
  components?: Record<string, unknown>;
};

export type Identity = {
  name: string;
  home: number;
  privileges: Privilege[];
};

export type System = {
  version: string;
  time: string;
  started: string;
  uptime_s: number;
  store: {
    kind: "sqlite" | "postgresql" | "memory";
    schema: number;
    bytes?: number;
    log_bytes?: number;
    disk_free_bytes?: number;
    disk_bytes?: number;
  };
  queue: {
    waiting: number;
    oldest_us: number;
  };
  commits: {
    changes_max?: number;
    commits: number;
  }[];
  last_backup?: {
    time: string;
    to: string;
  };
  last_anchor?: string;
  last_verify?: {
    time: string;
    whole: boolean;
  };
  findings: {
    check: string;
    what: string;
    do: string;
  }[];
};

export type SavedView = {
  name: string;
  path: string;
  saved_at: string;
};

export type SavedViews = {
  views: SavedView[];
};

export type TranslationInput = {
  from: TranslatedDialect;
  to: TranslatedDialect;
  transport?: TranslatedTransport;
  input: string;
  input_method?: string;
  input_target?: string;
  look_up?: boolean;
};

export const Transport = ["rest","xml-rpc","xml","json","form"] as const;

export type Transport = (typeof Transport)[number];

/** Of an outside system. */
export const Dialect = ["m2mportal","flolive","everlytic","enswitch"] as const;

export type Dialect = (typeof Dialect)[number];

export const TranslatedTransport = ["rest","xml-rpc","xml","json","form","v4","v5","v3"] as const;

export type TranslatedTransport = (typeof TranslatedTransport)[number];

export const TranslatedDialect = ["m2mportal","flolive","everlytic","enswitch","tmf629"] as const;

export type TranslatedDialect = (typeof TranslatedDialect)[number];

export type Translation = {
  from: TranslatedDialect;
  to: TranslatedDialect;
  call: string;
  request: null | TranslatedRequest;
  http: string | null;
  curl: string | null;
  losses: TranslationLoss[];
  placeholders: {
    name: string;
    meaning: string;
  }[];
  looked_up: string[];
};

export type TranslatedRequest = {
  method: string;
  target: string;
  headers: {
    name: string;
    value: string;
  }[];
  body: string;
};

export type TranslationLoss = {
  kind: "no_operation" | "no_option" | "no_field" | "read_only" | "names_customer" | "too_long" | "no_word" | "not_accepted" | "not_carried" | "cannot_clear" | "replaces_more" | "partly" | "reshaped" | "assumed" | "other_part" | "another_call" | "not_valid";
  field: string;
  value: string | null;
  why: string;
  do: string;
};

export type Erasure = {
  customer: number;
  uuid: string;
  version: number;
  fields: string[];
  entries: number;
  values: number;
  more?: boolean;
  request?: string;
  replies?: number;
  requests?: number;
  rehearsed?: true;
};

export type Everything = {
  customer: Customer;
  history: HistoryEntry[];
  ids?: IdElsewhere[];
  principals?: Principal[];
  persons?: Reference[];
  requests?: {
    request: string;
    time: string;
    door: string;
    method: string;
    target: string;
    status: number;
    principal: string;
    source: string;
  }[];
  deliveries?: {
    webhook: number;
    delivery: number;
    version: number;
    time: string;
    status: number;
    problem: string;
  }[];
  next?: number;
};

export type NewView = {
  path: string;
};

export type SignIn = {
  name: string;
  password: string;
};

export type Refresh = {
  token: string;
  refresh_token: string;
};

export type Tokens = {
  token: string;
  refresh_token: string;
  expires: string;
  seconds: number;
};

export type TrafficRecord = {
  request: string;
  time: string;
  us: number;
  door: string;
  method: string;
  target: string;
  call: string;
  source: string;
  principal: string;
  principal_id: number | null;
  status: number;
  problem: string;
  problems: {
    field: string;
    detail: string;
  }[];
  customer?: number;
  changes?: Change[];
  sent?: KeptBody;
  replied?: KeptBody;
};

export type KeptBody = {
  type: string;
  text: string;
  omitted?: string;
};

export type Traffic = {
  items: TrafficRecord[];
  newest: number;
  next?: number;
  kept: boolean;
};

export type Problems = {
  items: {
    door: string;
    problem: string;
    field: string;
    count: number;
    first: string;
    last: string;
  }[];
};

export type SessionStart = {
  csrf: string;
  expires: string;
  seconds: number;
};

export type Session = {
  csrf: string;
  me: Identity;
};

export type Fields = {
  sections: {
    title: string;
    fields: Field[];
  }[];
};

export type Field = {
  path: string;
  scope: "customer" | "address" | "contact";
  key: string;
  meaning: string;
  type: "text" | "whole" | "decimal" | "flag" | "choice" | "reference" | "customer" | "currency" | "timezone" | "email" | "emails" | "url" | "ip" | "card" | "date" | "e164" | "wholes" | "pairs";
  rule: string;
  required: boolean;
  care: ("commercial" | "secret" | "server")[];
  personal: boolean;
  max_length?: number;
  min?: number;
  max?: number;
  choices?: string[];
  columns?: string[];
  reference?: Kind;
  none?: boolean;
  plan?: boolean;
  plan_group?: string;
  found_by?: string;
  doors: Record<string, string[]>;
};

export type Principal = {
  id: number | null;
  name: string;
  home: number;
  roles: string[];
  role_ids: number[];
  doors: string[];
  sources: string[];
  has_password: boolean;
  keys: string[];
  new_key?: string;
  locked: boolean;
  lockouts?: {
    source: string;
    until: string;
    failures: number;
  }[];
  rehearsed?: true;
  version: number;
};

export type PrincipalPatch = {
  name?: string;
  home?: number;
  roles?: (string | number)[];
  doors?: string[];
  sources?: string[];
  password?: string;
  new_key?: string;
  remove_key?: string;
  locked?: boolean;
};

export type NewPrincipal = PrincipalPatch & Required<Pick<PrincipalPatch, "name">>;

export type Plan = {
  kind: "plan";
  id: number | null;
  owner: number;
  name: string;
  description: string;
  settings: PlanSettings;
  locked: Group[];
  rehearsed?: true;
  version: number;
};

export type PlanPatch = {
  name?: string;
  description?: string;
  owner?: number;
  settings?: PlanSettingsPatch;
  locked?: Group[];
};

export type NewPlan = PlanPatch & Required<Pick<PlanPatch, "name">>;

export type Role = {
  kind: "role";
  id: number | null;
  owner: number;
  name: string;
  description: string;
  privileges: Privilege[];
  rehearsed?: true;
  version: number;
};

export type RolePatch = {
  name?: string;
  description?: string;
  owner?: number;
  privileges?: Privilege[];
};

export type NewRole = RolePatch & Required<Pick<RolePatch, "name">>;

export type OtherReference = {
  kind: Kind;
  id: number | null;
  owner: number;
  name: string;
  description: string;
  rehearsed?: true;
  version: number;
};

export type Reference = Plan | Role | OtherReference;

export type ReferencePatch = PlanPatch | RolePatch;

export type NewReference = ReferencePatch & Required<Pick<ReferencePatch, "name">>;

export type Webhook = {
  id: number | null;
  name: string;
  description: string;
  below: number;
  url: string;
  doors: string[];
  actions: string[];
  fields: string[];
  include: string[];
  enabled: boolean;
  format: string;
  query?: string;
  principal_id: number;
  public_key: string;
  old_secret_until?: string;
  delivery?: {
    state: "working" | "failing" | "stopped" | "disabled";
    waiting: number;
    dead: number;
    failures: number;
    behind_since?: string;
    failing_since?: string;
    paused_until?: string;
    stopped?: string;
  };
  secret?: string;
  rehearsed?: true;
  version: number;
};

export type WebhookPatch = {
  name?: string;
  description?: string;
  below?: number;
  url?: string;
  doors?: string[];
  actions?: Action[];
  fields?: string[];
  include?: string[];
  enabled?: boolean;
};

export type NewWebhook = WebhookPatch & Required<Pick<WebhookPatch, "name" | "url">>;

export type WebhookRotation = {
  keep_old_s?: number;
};

export type WebhookTest = {
  status?: number;
  problem?: string;
  us?: number;
  body?: string;
  rehearsed?: true;
};

export type Deliveries = {
  items: {
    delivery: number;
    customer: number;
    version: number;
    request: string;
    attempt: number;
    time: string;
    us: number;
    status: number;
    problem: string;
    due?: string;
    dead?: true;
  }[];
  next?: number;
};

export type Replay = {
  delivery?: number;
  failed?: true;
  after?: string;
  from?: string;
};

export type DeliveryReplay = {
  again?: number;
  rehearsed?: true;
};

export type SystemFinding = {
  customer: number;
  uuid: string;
  name: string;
  version: number;
  there: string;
  make?: true;
  new_link?: true;
  writes: ({
    field: string;
    to: "system" | "record";
    before: string | null;
    after: string | null;
    before_digest: string;
    after_digest: string;
    overrules?: true;
  })[];
  conflicts: ({
    field: string;
    kind: "conflict" | "leave" | "altered";
    record: string | null;
    system: string | null;
  })[];
  losses: {
    field: string;
    kind: string;
    why: string;
    advice: string;
  }[];
};

export const SystemRemarkKind = ["ambiguous","only_here","only_there","gone","missing","removed","unreadable","not_made"] as const;

export type SystemRemarkKind = (typeof SystemRemarkKind)[number];

export type SystemRemark = {
  kind: SystemRemarkKind;
  customer: string;
  name: string;
  why: string;
};

export type SystemComparing = {
  customer?: number;
  after?: number;
  limit?: SystemPageLimit;
};

export type SystemPlanning = {
  owners?: Record<string, SystemOwner>;
  customer?: number;
  after?: number;
  limit?: SystemPageLimit;
};

export type SystemDrift = {
  version: number;
  compared: number;
  differing: number;
  remarked: number;
  items: SystemFinding[];
  remarks: SystemRemark[];
  next?: number;
};

export type SystemPlan = {
  version: number;
  compared?: number;
  differing?: number;
  remarked?: number;
  changes: SystemChanges;
  remarks?: SystemRemark[];
  next?: number;
};

export type SystemApplied = {
  items: ({
    uuid: string;
    name: string;
    result: "done" | "already" | "made" | "linked" | "stale" | "refused" | "unclear";
    fields: string[];
    why: string;
  })[];
  counts: Record<string, number>;
  version: number;
  stopped?: string;
};

export type SystemLink = {
  customer?: number;
  uuid?: string;
  there?: string;
  fields?: string[];
  missed?: number;
  time?: string;
  released?: true;
  rehearsed?: true;
};

export type IdElsewhere = {
  system: number;
  name: string;
  dialect: Dialect;
  there: string;
};

export type CustomerIds = {
  customer: number;
  uuid: string;
  ids: IdElsewhere[];
};

export type SystemLinks = {
  items: SystemLink[];
  next?: number;
};

export type LinkClaim = {
  customer: number | string;
  there: string;
};

export type SystemConflicts = {
  items: ({
    customer: number;
    uuid: string;
    there: string;
    open: ({
      field: string;
      kind: "conflict" | "refused";
      why: string;
    })[];
    time: string;
  })[];
  next?: number;
};

export type SystemChoice = {
  customer: number;
  field: string;
  choice: "record" | "system";
  remember?: boolean;
};

/** CSV with a header, or JSON Lines; a row for each customer. */
export type CustomersFile = string;

export type Import = {
  batch: string;
  applied: boolean;
  file: string;
  key: string;
  columns: {
    name: string;
    meaning: string;
  }[];
  rows: number;
  made: number;
  changed: number;
  unchanged: number;
  refused: number;
  written_before: number;
  changes: {
    line: number;
    customer?: number;
    what: string;
  }[];
  faults: {
    line: number;
    byte: number;
    column?: string;
    what: string;
  }[];
};

export const SystemOwner = {"record":"the record is right: the system gets its value, also over a change there","system":"the system is right: the record gets its value, also over a change here","newest":"what changed on one side goes to the other; if both changed, the later one counts, and a person decides if the times are not known","fill_if_empty":"a side that is empty gets the value of the other; two values that differ stay","review":"what changed on one side goes to the other; if both changed, or were never compared, a person decides"} as const;

export type SystemOwner = keyof typeof SystemOwner;

export type SystemPageLimit = number;

export type SystemChanges = SystemFinding[];

export type OutsideSystem = {
  id: number | null;
  name: string;
  description: string;
  enabled: boolean;
  dialect: Dialect;
  address: string;
  transport: "" | Transport;
  username: string;
  below: number;
  there: string;
  match: string[];
  make: boolean;
  make_max: number;
  gone_max: number;
  gone_percent: number;
  ignore: string[];
  per_second: number;
  timeout_s: number;
  plain_http: boolean;
  watch: boolean;
  watch_minutes: number;
  fields: Record<string, SystemOwner>;
  new: Record<string, unknown>;
  watching: {
    state: "working" | "failing";
    waiting: number;
    failures: number;
    failing_since?: string;
    paused_until?: string;
  } | null;
  principal_id: number;
  version: number;
  rehearsed?: true;
};

export type OutsideSystemPatch = {
  name?: string;
  description?: string;
  enabled?: boolean;
  dialect?: Dialect;
  address?: string;
  transport?: "" | Transport;
  username?: string;
  below?: number;
  there?: string;
  match?: string[];
  make?: boolean;
  make_max?: number;
  gone_max?: number;
  gone_percent?: number;
  ignore?: string[];
  per_second?: number;
  timeout_s?: number;
  plain_http?: boolean;
  watch?: boolean;
  watch_minutes?: number;
  fields?: Record<string, SystemOwner | null>;
  new?: Record<string, unknown>;
  secret?: string;
};

export const OutsideSystemPatchMembers = [{"key":"name","type":"string","about":"What people call the system"},{"key":"description","type":"string","about":"What it is for"},{"key":"enabled","type":"boolean","about":"Whether anything is done with it; if not, it is neither compared nor written to (true)"},{"key":"dialect","type":"string","about":"How it is spoken to: enswitch, everlytic, flolive or m2mportal"},{"key":"address","type":"string","about":"Where it is: https://host/, with the path below which the paths of the dialect stand"},{"key":"transport","type":"string","about":"How the dialect is sent, if it has several ways: rest or xml-rpc of everlytic"},{"key":"username","type":"string","about":"Who signs in there"},{"key":"below","type":"integer","about":"Id of the customer here whose customers are kept in step, at every depth (1: all)"},{"key":"there","type":"string","about":"Id or UUID of the customer there below which they stand; without it, the one that signs in. flolive needs it"},{"key":"match","type":"array","about":"Fields by which a customer is recognised, such as external_id and name"},{"key":"make","type":"boolean","about":"Whether customers that the system does not have are made there (false)"},{"key":"make_max","type":"integer","about":"How many customers one plan may make; if there are more, none is made (100)"},{"key":"gone_max","type":"integer","about":"How many linked customers may be missing there; if there are more, none counts as gone (100)"},{"key":"gone_percent","type":"integer","about":"The same as a part of all linked customers, in percent (10)"},{"key":"ignore","type":"array","about":"What drift does not count: fields, and kinds of remarks such as only_there"},{"key":"per_second","type":"integer","about":"How many requests are sent in a second, from 1 to 1000 (10)"},{"key":"timeout_s","type":"integer","about":"How long a reply may take, from 1 to 300 (30)"},{"key":"plain_http","type":"boolean","about":"Whether the password or key may go to another machine without TLS (false)"},{"key":"watch","type":"boolean","about":"Whether the server keeps it in step by itself: changes here go there within seconds, and all customers are compared every watch_minutes (false)"},{"key":"watch_minutes","type":"integer","about":"How often all customers are compared if watch is true, in minutes, from 1 to 10080 (15)"},{"key":"fields","type":"object","about":"Names of fields, and whose value counts; null takes one out."},{"key":"new","type":"object","about":"What a new customer there is given, by the key of the field."},{"key":"secret","type":"string","about":"The password or key; never shown."}];

export type NewOutsideSystem = OutsideSystemPatch & Required<Pick<OutsideSystemPatch, "name" | "dialect" | "address" | "username" | "secret" | "fields">>;

export type CustomerPage = {
  items: Customer[];
  next?: string;
  total?: number;
  former?: FormerValue[];
  former_left_out?: boolean;
};

export type PrincipalPage = {
  items: Principal[];
  next?: string;
};

export type PlanPage = {
  items: Plan[];
  next?: string;
};

export type RolePage = {
  items: Role[];
  next?: string;
};

export type ReferencePage = {
  items: Reference[];
  next?: string;
};

export type WebhookPage = {
  items: Webhook[];
  next?: string;
};

export type OutsideSystemPage = {
  items: OutsideSystem[];
  next?: string;
};
